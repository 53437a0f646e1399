/** What the browser keeps between page loads, one record per person. Unsent messages have keys of their own: tabs must not overwrite each other's. */

import type { BotUttered } from "../shared/contract";
import type { Outgoing } from "./thread";

const PREFIX = "warmline:v1:";
/** Not one person's: it outlives signing out. */
const GREETED = "warmline:greeted";
const KEPT_MESSAGES = 100;
const STALE_MS = 3_600_000;

export interface StoredState {
  visitorToken: string | null;
  conversationId: string | null;
  messages: BotUttered[];
  seenOffset: number;
  /** Whether this person has been told who reads along. */
  isInformed: boolean;
}

const EMPTY: StoredState = { visitorToken: null, conversationId: null, messages: [], seenOffset: 0, isInformed: false };

/** The stored record and outbox of one person. Every access copes with storage that is full or switched off. */
export class Memory {
  readonly #key: string;

  constructor(identityKey: string) {
    this.#key = PREFIX + identityKey;
  }

  /** Make this person the current one; what is stored of other customers goes. */
  claim(identityKey: string): void {
    attempt(() => {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(`${PREFIX}customer:`) && key !== this.#key && !key.startsWith(`${this.#key}:`)) localStorage.removeItem(key);
      }
      localStorage.setItem(`${PREFIX}last`, identityKey);
    });
  }

  load(): StoredState {
    const stored = attempt(() => JSON.parse(localStorage.getItem(this.#key) ?? "null") as Partial<StoredState> | null);
    return { ...EMPTY, ...(stored ?? {}) };
  }

  save(record: StoredState): void {
    attempt(() => localStorage.setItem(this.#key, JSON.stringify({ ...record, messages: record.messages.slice(-KEPT_MESSAGES) })));
  }

  /** Return what was written but never acknowledged, oldest first; what is older than an hour waits for "try again". */
  loadOutbox(nowMs: number): Outgoing[] {
    const found = attempt(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(`${this.#key}:out:`))
        .map((key) => JSON.parse(localStorage.getItem(key) ?? "null") as Outgoing | null),
    );
    return (found ?? [])
      .filter((item) => item !== null)
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
      .map((item) => ({ ...item, state: nowMs - Date.parse(item.createdAt) > STALE_MS ? "failed" : "queued" }));
  }

  keepOutgoing(item: Outgoing): void {
    attempt(() => localStorage.setItem(`${this.#key}:out:${item.clientMessageId}`, JSON.stringify(item)));
  }

  dropOutgoing(clientMessageId: string): void {
    attempt(() => localStorage.removeItem(`${this.#key}:out:${clientMessageId}`));
  }

  /** Forget this person, and who was last here. */
  clear(): void {
    attempt(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
      sessionStorage.removeItem(`${PREFIX}open`);
    });
  }
}

/** Keep whether the panel is open, for this tab. */
export function rememberOpen(isOpen: boolean): void {
  attempt(() => (isOpen ? sessionStorage.setItem(`${PREFIX}open`, "1") : sessionStorage.removeItem(`${PREFIX}open`)));
}

export function wasOpen(): boolean {
  return attempt(() => sessionStorage.getItem(`${PREFIX}open`)) === "1";
}

/** Note that help was offered, whoever was here: it is offered once in a browser. Returns whether it had been before. */
export function hasGreeted(note: boolean): boolean {
  return attempt(() => {
    const before = localStorage.getItem(GREETED) !== null;
    if (note) localStorage.setItem(GREETED, "1");
    return before;
  }) ?? true;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
