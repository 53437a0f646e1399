/** What the log shows, one entry a message: those that arrived, then those on their way. */

import type { Attachment, Author, SystemEvent } from "../../shared/contract";
import type { ChatState } from "../session";
import type { DeliveryState } from "../thread";

export interface Entry {
  /** The client's message id for own messages, so that sending does not rebuild the row; else the message's id. */
  key: string;
  id: string;
  author: Author;
  name: string | null;
  text: string;
  attachments: Attachment[];
  createdAt: string;
  event: SystemEvent | null;
  /** Own messages only. */
  state: DeliveryState | null;
  /** Whether this is the last own message, the one whose state is written out. */
  isLastOwn: boolean;
  error: string | null;
}

export function entriesOf(chat: ChatState): Entry[] {
  const arrived = chat.messages.map((message): Entry => {
    const isOwn = message.author === "customer";
    return {
      key: message.client_message_id ?? message.id,
      id: message.id,
      author: message.author,
      name: message.author_name ?? null,
      text: message.text,
      attachments: message.attachments ?? [],
      createdAt: message.created_at,
      event: message.event ?? null,
      state: isOwn ? (message.offset <= chat.readOffset ? "seen" : "sent") : null,
      isLastOwn: false,
      error: null,
    };
  });
  const underway = chat.outbox.map(
    (item): Entry => ({
      key: item.clientMessageId,
      id: item.clientMessageId,
      author: "customer",
      name: null,
      text: item.text,
      attachments: item.attachments ?? [],
      createdAt: item.createdAt,
      event: null,
      state: item.state,
      isLastOwn: false,
      error: item.error ?? null,
    }),
  );
  const entries = [...arrived, ...underway];
  const last = entries.findLast((entry) => entry.author === "customer");
  if (last) last.isLastOwn = true;
  return entries;
}
