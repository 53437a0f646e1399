/** Messages on their way: kept until acknowledged, sent one at a time in order, each under one id so that it acts once. */

import type { Ack, Attachment, BotUttered, Message } from "../shared/contract";
import type { Observable } from "../shared/observable";
import type { Memory } from "./memory";
import type { ChatState } from "./session";
import type { Outgoing } from "./thread";

export interface OutboxPort {
  deliver(item: Outgoing): Promise<Ack<{ message?: Message }>>;
  arrived(message: BotUttered): void;
  unauthenticated(): void;
}

export class Outbox {
  readonly #state: Observable<ChatState>;
  readonly #memory: Memory;
  readonly #port: OutboxPort;
  #isFlushing = false;
  #isStopped = false;
  #timer: number | undefined;

  constructor(state: Observable<ChatState>, memory: Memory, port: OutboxPort) {
    this.#state = state;
    this.#memory = memory;
    this.#port = port;
  }

  add(text: string, attachments: Attachment[] = []): void {
    const files = attachments.length > 0 ? { attachments } : {};
    const item: Outgoing = { clientMessageId: newId(), text, ...files, createdAt: new Date().toISOString(), state: "queued" };
    this.#memory.keepOutgoing(item);
    this.#state.patch({ outbox: [...this.#state.value.outbox, item] });
    this.flush();
  }

  retry(clientMessageId: string): void {
    this.#mark(clientMessageId, "queued");
    this.flush();
  }

  discard(clientMessageId: string): void {
    this.#memory.dropOutgoing(clientMessageId);
    this.#state.patch({ outbox: this.#state.value.outbox.filter((item) => item.clientMessageId !== clientMessageId) });
  }

  stop(): void {
    this.#isStopped = true;
    window.clearTimeout(this.#timer);
  }

  /** Send what waits, as long as there is a connection. */
  flush(): void {
    if (!this.#isFlushing) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isFlushing = true;
    let attempts = 0;
    for (let item = this.#next(); item; item = this.#next()) {
      this.#mark(item.clientMessageId, "sending");
      const answer = await this.#port.deliver(item);
      if (this.#isStopped) return;
      if (answer.ok) {
        attempts = 0;
        if (answer.message) this.#port.arrived(answer.message);
        this.discard(item.clientMessageId);
        continue;
      }
      const { code, retry_after_s } = answer.error;
      if (code === "unauthenticated") {
        this.#mark(item.clientMessageId, "queued");
        this.#port.unauthenticated();
        break;
      }
      if (code === "rate_limited") {
        this.#mark(item.clientMessageId, "queued");
        this.#timer = window.setTimeout(() => this.flush(), (retry_after_s ?? 3) * 1000);
        break;
      }
      if (code === "unavailable" && this.#state.value.link !== "online") {
        this.#mark(item.clientMessageId, "queued");
        break;
      }
      // Without an answer on a live connection: once more under the same id, then it is the customer's turn.
      attempts += 1;
      if (code === "unavailable" && attempts < 2) this.#mark(item.clientMessageId, "queued");
      else this.#mark(item.clientMessageId, "failed", code);
    }
    this.#isFlushing = false;
  }

  #next(): Outgoing | undefined {
    if (this.#isStopped || this.#state.value.link !== "online") return undefined;
    return this.#state.value.outbox.find((item) => item.state === "queued");
  }

  #mark(clientMessageId: string, state: Outgoing["state"], error?: string): void {
    const outbox = this.#state.value.outbox.map((item) => {
      if (item.clientMessageId !== clientMessageId) return item;
      const { clientMessageId: id, text, attachments, createdAt } = item;
      return { clientMessageId: id, text, ...(attachments ? { attachments } : {}), createdAt, state, ...(error ? { error } : {}) };
    });
    this.#state.patch({ outbox });
  }
}

/** Return a random id; `randomUUID` exists in secure contexts only, and shops are tried on plain http too. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `w_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
