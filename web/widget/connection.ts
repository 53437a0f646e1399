/** The Socket.IO connection: who connects, how refusals are told apart, and acknowledged sending. */

import { io, type Socket } from "socket.io-client";
import type { Ack, BotUttered, ConversationState, Message, Status, Survey, WireError } from "../shared/contract";

const ACK_TIMEOUT_MS = 12_000;
const RETRY_REFUSED_MS = 5_000;

export interface TypingNotice {
  who: "bot" | "agent";
  name?: string | null;
  typing: boolean;
}

export interface ConnectionEvents {
  connected(): void;
  /** The connection broke or never came; it is being tried again. */
  lost(): void;
  /** The gateway does not accept the token. */
  unauthenticated(): void;
  session(sessionId: string): void;
  conversation(state: ConversationState): void;
  message(message: BotUttered): void;
  typing(notice: TypingNotice): void;
  status(status: Status, agentName: string | null): void;
  delivery(messageId: string, state: "stored" | "seen"): void;
  refused(error: WireError): void;
  /** Everything of this person's has been deleted, by this tab or another one. */
  erased(): void;
}

/** What an acknowledgement may carry besides `ok`. */
export interface Told {
  message?: Message;
  messages?: BotUttered[];
  survey?: Survey | null;
}

export type Credentials = { token: string; visitor?: string } | { visitor: string } | Record<string, never>;

export class Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #retry: number | undefined;

  constructor(origin: string, credentials: () => Credentials, events: ConnectionEvents) {
    this.#events = events;
    this.#socket = io(origin, {
      path: "/socket.io/",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 400,
      reconnectionDelayMax: 6_000,
      timeout: 8_000,
      auth: (give) => give(credentials()),
    });
    this.#listen();
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  open(): void {
    this.#socket.connect();
  }

  /** Connect anew, now: with a fresh token, or because the network is back. */
  restart(): void {
    window.clearTimeout(this.#retry);
    this.#socket.disconnect();
    this.#socket.connect();
  }

  close(): void {
    window.clearTimeout(this.#retry);
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
    this.#socket.off();
    this.#socket.disconnect();
  }

  /** Emit something that nobody waits for; lost when there is no connection. */
  tell(event: string, data: object): void {
    if (this.#socket.connected) this.#socket.emit(event, data);
  }

  /** Emit and wait for the acknowledgement. A time-out or a lost connection is `unavailable`. */
  async ask(event: string, data: object): Promise<Ack<Told>> {
    if (!this.#socket.connected) return unavailable();
    try {
      const answer: unknown = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, data);
      return isAck(answer) ? answer : unavailable();
    } catch {
      return unavailable();
    }
  }

  #listen(): void {
    const { lost, unauthenticated } = this.#events;
    const socket = this.#socket;
    socket.on("connect", () => this.#events.connected());
    socket.on("disconnect", (reason) => {
      if (reason === "io client disconnect") return;
      lost();
      if (reason === "io server disconnect") this.#later();
    });
    socket.on("connect_error", (error: Error & { data?: Partial<WireError> }) => {
      if (socket.active) return lost(); // Socket.IO itself goes on trying.
      if (error.data?.code === "unauthenticated" || error.message.includes("unauthenticated")) return unauthenticated();
      lost();
      this.#later();
    });
    socket.on("session_confirm", (sessionId: unknown) => {
      if (typeof sessionId === "string") this.#events.session(sessionId);
    });
    socket.on("conversation", (state: ConversationState) => this.#events.conversation(state));
    socket.on("bot_uttered", (message: BotUttered) => this.#events.message(message));
    socket.on("user_message", (message: BotUttered) => this.#events.message(message));
    socket.on("typing", (notice: TypingNotice) => this.#events.typing(notice));
    socket.on("status", (change: { status: Status; agent: { name?: string | null } | null }) => {
      this.#events.status(change.status, change.agent?.name ?? null);
    });
    socket.on("delivery", (receipt: { message_id: string; state: "stored" | "seen" }) => {
      this.#events.delivery(receipt.message_id, receipt.state);
    });
    socket.on("erased", () => this.#events.erased());
    socket.on("error", (error: WireError) => {
      if (error.code === "unauthenticated") unauthenticated();
      else this.#events.refused(error);
    });
  }

  #later(): void {
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => this.#socket.connect(), RETRY_REFUSED_MS);
  }

  readonly #online = (): void => {
    if (!this.#socket.connected) this.restart();
  };

  readonly #offline = (): void => this.#events.lost();
}

function unavailable(): { ok: false; error: WireError } {
  return { ok: false, error: { code: "unavailable", message: "" } };
}

function isAck(answer: unknown): answer is Ack<Told> {
  return typeof answer === "object" && answer !== null && "ok" in answer;
}
