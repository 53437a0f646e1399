/** A conversation's messages in the browser: merged, in order, each one once. Pure functions. */

import type { Attachment, BotUttered, Button } from "../shared/contract";

export type DeliveryState = "queued" | "sending" | "sent" | "seen" | "failed";

/** An own message that the gateway has not acknowledged yet. */
export interface Outgoing {
  clientMessageId: string;
  text: string;
  attachments?: Attachment[];
  createdAt: string;
  state: "queued" | "sending" | "failed";
  /** Why it failed, an error code of the contract. */
  error?: string;
}

/** Return both lists as one, ordered by offset, without doubles; newer copies replace older ones. */
export function merged(known: readonly BotUttered[], incoming: readonly BotUttered[]): BotUttered[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of incoming) byId.set(message.id, { ...byId.get(message.id), ...message });
  return [...byId.values()].sort((a, b) => a.offset - b.offset);
}

/** Return what of the outbox has not arrived: everything whose id none of `messages` carries. */
export function stillOutgoing(outbox: readonly Outgoing[], messages: readonly BotUttered[]): Outgoing[] {
  const arrived = new Set(messages.map((message) => message.client_message_id));
  return outbox.filter((item) => !arrived.has(item.clientMessageId));
}

export function lastOffset(messages: readonly BotUttered[]): number {
  return messages.at(-1)?.offset ?? 0;
}

/** Return the buttons to offer: those of the last message, as long as nothing newer was said or is on its way. */
export function quickReplies(messages: readonly BotUttered[], outbox: readonly Outgoing[]): Button[] {
  const last = messages.at(-1);
  if (!last || last.author === "customer" || outbox.length > 0) return [];
  return last.quick_replies ?? last.buttons ?? [];
}

/** Count what bot and agents said that the customer has not seen. */
export function unreadCount(messages: readonly BotUttered[], seenOffset: number): number {
  return messages.filter((message) => message.offset > seenOffset && (message.author === "bot" || message.author === "agent")).length;
}

/** Return up to which offset own messages were read: an answer shows it as well as a receipt does. */
export function readUpTo(messages: readonly BotUttered[], receipt: number): number {
  const answered = messages.findLast((message) => message.author === "bot" || message.author === "agent");
  return Math.max(receipt, answered?.offset ?? 0);
}
