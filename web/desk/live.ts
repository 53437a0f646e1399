/** What happens at the moment: Socket.IO, namespace /desk, with the session's cookie. */

import { io, type Socket } from "socket.io-client";
import type { Author, Message, Notice, Rating, Suggestion, Summary, Viewer, WireError } from "../shared/contract";
import type { Due } from "./alarms";
import type { Board } from "./people/api";

export interface LiveEvents {
  connected(): void;
  lost(): void;
  changed(conversation: Summary): void;
  /** A first reply is nearly due, or overdue. */
  due(due: Due): void;
  message(message: Message): void;
  typing(conversationId: string, who: Author, typing: boolean): void;
  suggested(news: Suggested): void;
  /** The handoff packet has been written anew. */
  packed(conversationId: string): void;
  rated(conversationId: string, rating: Rating): void;
  /** The customer has had it deleted. */
  erased(conversationId: string): void;
  viewers(conversationId: string, viewers: Viewer[]): void;
  notice(notice: Notice): void;
  /** The session has ended, or the agent has to choose a password first. */
  ended(): void;
}

/** What may be answered to a customer's message; no message if nothing could be found out. */
export interface Suggested {
  conversation_id: string;
  message_id: string | null;
  suggestions: Suggestion[];
}

const RETRY_REFUSED_MS = 5_000;

export class Live {
  readonly #socket: Socket;

  constructor(events: LiveEvents) {
    const socket = io("/desk", { path: "/socket.io/", transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelay: 400, reconnectionDelayMax: 6_000 });
    this.#socket = socket;
    const later = (): void => void window.setTimeout(() => socket.connect(), RETRY_REFUSED_MS);
    socket.on("connect", () => events.connected());
    socket.on("disconnect", (reason) => {
      if (reason === "io client disconnect") return;
      events.lost();
      if (reason === "io server disconnect") later();
    });
    socket.on("connect_error", (error: Error & { data?: Partial<WireError> }) => {
      if (error.data?.code === "unauthenticated" || error.data?.code === "password_change_required") return events.ended();
      events.lost();
      if (!socket.active) later();
    });
    socket.on("conversation_changed", (change: { conversation: Summary }) => events.changed(change.conversation));
    socket.on("sla_changed", (due: Due) => events.due(due));
    socket.on("message", (change: { message: Message }) => events.message(change.message));
    socket.on("suggestions", (news: Suggested) => events.suggested(news));
    socket.on("packet_changed", (news: { conversation_id: string }) => events.packed(news.conversation_id));
    socket.on("rating", (news: { conversation_id: string; rating: Rating }) => events.rated(news.conversation_id, news.rating));
    socket.on("conversation_erased", (news: { conversation_id: string }) => events.erased(news.conversation_id));
    socket.on("viewers", (news: { conversation_id: string; viewers: Viewer[] }) => events.viewers(news.conversation_id, news.viewers));
    socket.on("notice", (news: { notice: Notice }) => events.notice(news.notice));
    socket.on("typing", (notice: { conversation_id: string; who: Author; typing: boolean }) => {
      events.typing(notice.conversation_id, notice.who, notice.typing);
    });
  }

  /** Be told how the wallboard changes until the returned function is called; it asks again by itself after a lost connection. */
  wallboard(told: (board: Board) => void): () => void {
    const socket = this.#socket;
    const heard = (news: { wallboard: Board }): void => told(news.wallboard);
    const ask = (): void => {
      socket.emit("watch_wallboard", { watch: true }, (answer: { ok: boolean; wallboard?: Board }) => answer.wallboard && told(answer.wallboard));
    };
    socket.on("wallboard", heard);
    socket.on("connect", ask);
    if (socket.connected) ask();
    return () => {
      socket.off("wallboard", heard);
      socket.off("connect", ask);
      if (socket.connected) socket.emit("watch_wallboard", { watch: false });
    };
  }

  watch(conversationId: string, seen: (viewers: Viewer[]) => void): void {
    if (!this.#socket.connected) return;
    this.#socket.emit("watch", { conversation_id: conversationId }, (ack: { ok: boolean; viewers?: Viewer[] }) => {
      if (ack.ok && ack.viewers) seen(ack.viewers);
    });
  }

  typing(conversationId: string, typing: boolean, isNote: boolean): void {
    if (this.#socket.connected) this.#socket.emit("typing", { conversation_id: conversationId, typing, private: isNote });
  }

  close(): void {
    this.#socket.off();
    this.#socket.disconnect();
  }
}
