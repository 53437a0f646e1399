import type { Summary } from "../shared/contract";

/** Which conversations this agent has looked at, and when the newest thing they saw happened. Kept in this browser. */
export class ReadMarks {
  #key = "";
  #marks: Record<string, string> = {};

  /** Read the marks of one agent. */
  of(agentId: string): void {
    this.#key = `warmline-desk:read:${agentId}`;
    try {
      this.#marks = JSON.parse(localStorage.getItem(this.#key) ?? "{}") as Record<string, string>;
    } catch {
      this.#marks = {};
    }
  }

  mark(conversation: Summary): void {
    const at = conversation.last_message?.at;
    if (!at || this.#marks[conversation.id] === at) return;
    this.#marks = { ...this.#marks, [conversation.id]: at };
    try {
      localStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(Object.entries(this.#marks).slice(-300))));
    } catch {
      // Full or switched off: the marks last until the page is left.
    }
  }

  /** Say whether the customer has written something that the agent has not seen. */
  isUnread(conversation: Summary): boolean {
    const last = conversation.last_message;
    return last?.author === "customer" && last.at > (this.#marks[conversation.id] ?? "");
  }
}
