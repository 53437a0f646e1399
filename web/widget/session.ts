/** One person's chat in this tab: state, connection, memory and outbox brought together. */

import type { Answers, BotUttered, ConversationState, Status, Survey } from "../shared/contract";
import { Observable } from "../shared/observable";
import { Connection, type Credentials, type TypingNotice } from "./connection";
import { isExpired, type Identity } from "./identity";
import { Memory, rememberOpen, wasOpen } from "./memory";
import { Outbox } from "./outbox";
import { Pictures } from "./pictures";
import { Tray } from "../shared/tray";
import { lastOffset, merged, readUpTo, stillOutgoing, type Outgoing } from "./thread";
import { upload } from "../shared/upload";

const TYPING_LASTS_MS = 30_000;
const RENEWAL_GAP_MS = 20_000;

export type Link = "idle" | "connecting" | "online" | "reconnecting" | "expired";

export interface ChatState {
  link: Link;
  /** Whether the conversation's state has come at least once, from the gateway or from memory. */
  isLoaded: boolean;
  conversationId: string | null;
  status: Status;
  agentName: string | null;
  customerName: string | null;
  messages: BotUttered[];
  outbox: Outgoing[];
  /** Up to where the customer has seen what others said. */
  seenOffset: number;
  /** Up to where others have read what the customer said. */
  readOffset: number;
  typing: { who: "bot" | "agent"; name: string | null } | null;
  /** A refusal to tell about, an error code. */
  refusal: string | null;
  /** What is asked now that the conversation is over. */
  survey: Survey | null;
  /** Whether this person has been told who reads along. */
  isInformed: boolean;
  /** Whether everything of theirs has just been deleted. */
  isErased: boolean;
}

export class ChatSession {
  readonly state: Observable<ChatState>;
  /** What is attached to the message being written. */
  readonly tray = new Tray((data, name, onProgress) => upload(`${this.#origin}/api/attachments`, this.#bearer() ?? "", data, name, onProgress));
  readonly pictures = new Pictures((id) => this.#fetchFile(id));
  readonly #memory: Memory;
  readonly #origin: string;
  readonly #outbox: Outbox;
  #identity: Identity;
  #connection: Connection | null = null;
  #visitorToken: string | null;
  #typingTimer: number | undefined;
  #renewedAtMs = 0;

  constructor(origin: string, identity: Identity) {
    this.#origin = origin;
    this.#identity = identity;
    this.#memory = new Memory(identity.key);
    // Until the shop has said who is here, everybody looks like a guest: only one who writes takes a customer's place.
    if (identity.token) this.#memory.claim(identity.key);
    const stored = this.#memory.load();
    this.#visitorToken = stored.visitorToken;
    this.state = new Observable<ChatState>({
      link: "idle",
      isLoaded: stored.messages.length > 0,
      conversationId: stored.conversationId,
      status: "pending",
      agentName: null,
      customerName: null,
      messages: stored.messages,
      outbox: this.#memory.loadOutbox(Date.now()),
      seenOffset: stored.seenOffset,
      readOffset: readUpTo(stored.messages, 0),
      typing: null,
      refusal: null,
      survey: null,
      isInformed: stored.isInformed,
      isErased: false,
    });
    this.#outbox = new Outbox(this.state, this.#memory, {
      deliver: (item) => this.#deliver(item),
      arrived: (message) => this.#receive([message]),
      unauthenticated: () => this.#expire(),
    });
  }

  get identityKey(): string {
    return this.#identity.key;
  }

  /** Say whether this person has chatted in this browser before. */
  get hasHistory(): boolean {
    return this.state.value.messages.length > 0 || this.state.value.outbox.length > 0;
  }

  /** Connect, unless already done. */
  connect(): void {
    if (this.#connection) return;
    if (isExpired(this.#identity, Date.now())) return this.#expire();
    this.state.patch({ link: "connecting" });
    this.#connection = new Connection(this.#origin, () => this.#credentials(), {
      connected: () => this.#connection?.tell("session_request", this.#sessionRequest()),
      lost: () => this.#lost(),
      unauthenticated: () => this.#expire(),
      session: (id) => this.#keepVisitor(id),
      conversation: (state) => this.#synchronise(state),
      message: (message) => this.#receive([message]),
      typing: (notice) => this.#showTyping(notice),
      status: (status, agentName) => this.#changeStatus(status, agentName),
      delivery: (id, state) => this.#markDelivered(id, state),
      refused: (error) => this.state.patch({ refusal: error.code }),
      erased: () => this.#beginAnew(),
    });
    this.#connection.open();
  }

  /** Go on with a fresh token of the same person. */
  renew(identity: Identity): void {
    this.#identity = identity;
    if (this.state.value.link === "expired") {
      this.#renewedAtMs = Date.now();
      this.#disconnect();
      this.connect();
    }
  }

  /** Send a text with what is attached, now or as soon as there is a connection. */
  send(text: string): void {
    const trimmed = text.trim();
    const attachments = this.tray.take().flatMap((item) => {
      if (!item.attachment) return [];
      if (item.preview) this.pictures.keep(item.attachment.id, item.preview);
      return [item.attachment];
    });
    if (!trimmed && attachments.length === 0) return;
    this.state.patch({ refusal: null, isErased: false });
    this.#memory.claim(this.#identity.key);
    this.#outbox.add(trimmed, attachments);
    this.connect();
  }

  retry(clientMessageId: string): void {
    this.#outbox.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.#outbox.discard(clientMessageId);
  }

  tellTyping(typing: boolean): void {
    this.#connection?.tell("typing", { typing });
  }

  /** Note that the customer has seen everything up to now. */
  markSeen(): void {
    const offset = lastOffset(this.state.value.messages);
    if (offset <= this.state.value.seenOffset) return;
    this.state.patch({ seenOffset: offset });
    this.#connection?.tell("seen", { offset });
    this.#save();
  }

  /** Note that the customer has read who reads along. */
  inform(): void {
    this.state.patch({ isInformed: true });
    this.#save();
  }

  /** End the conversation; writing goes on with it. */
  async close(): Promise<void> {
    await this.#ask("close", this.#named());
  }

  /** Send answers to the survey, those that are given; returns whether they arrived. */
  async rate(answers: Answers): Promise<boolean> {
    const survey = await this.#ask("rate", { ...answers, ...this.#named() });
    if (survey) this.state.patch({ survey });
    return survey !== null;
  }

  /** Leave the survey; it does not come again. */
  async dismissSurvey(): Promise<void> {
    const named = this.#named();
    this.state.patch({ survey: null });
    await this.#ask("survey_dismissed", named);
  }

  /** Return everything that is kept of this person, as a file. Rejects if it cannot be fetched. */
  async download(): Promise<Blob> {
    return (await this.#private("data", {})).blob();
  }

  /** Have everything of this person's deleted, for good. Rejects if that did not happen. */
  async erase(): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    await this.#private("erase", { method: "POST", headers, body: JSON.stringify({ confirm: true }) });
    this.#beginAnew();
  }

  /** Leave; with `forget`, without a trace in this browser. */
  end(forget: boolean): void {
    this.#disconnect();
    this.#outbox.stop();
    this.tray.clear();
    this.pictures.clear();
    if (forget) this.#memory.clear();
  }

  /** Return the token that stands for this person over HTTP; a guest has one once the gateway has said who they are. */
  #bearer(): string | null {
    return this.#identity.token ?? this.#visitorToken;
  }

  async #fetchFile(id: string): Promise<Blob> {
    const answer = await fetch(`${this.#origin}/api/attachments/${encodeURIComponent(id)}`, { headers: { Authorization: `Bearer ${this.#bearer() ?? ""}` } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.blob();
  }

  async #private(what: "data" | "erase", request: RequestInit): Promise<Response> {
    const headers = { ...request.headers, Authorization: `Bearer ${this.#bearer() ?? ""}` };
    const answer = await fetch(`${this.#origin}/api/privacy/${what}`, { ...request, headers });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer;
  }

  /** Forget everything in this browser, too, and go on as somebody who has never been here. */
  #beginAnew(): void {
    if (this.state.value.isErased) return; // Told both by the answer and by the connection.
    const isOpen = wasOpen();
    this.#memory.clear();
    rememberOpen(isOpen);
    if (this.#identity.token) this.#memory.claim(this.#identity.key);
    this.tray.clear();
    this.pictures.clear();
    this.#visitorToken = null;
    this.state.patch({ conversationId: null, status: "pending", agentName: null, messages: [], outbox: [], seenOffset: 0, readOffset: 0, typing: null, refusal: null, survey: null, isErased: true });
    this.#save();
    this.#connection?.restart();
  }

  #named(): { conversation_id: string } {
    const { survey, conversationId } = this.state.value;
    return { conversation_id: survey?.conversation_id ?? conversationId ?? "" };
  }

  /** Ask for something about the end of the conversation; what went wrong is told in the banner. */
  async #ask(event: string, data: object): Promise<Survey | null> {
    this.state.patch({ refusal: null });
    const answer = await this.#connection?.ask(event, data);
    if (answer?.ok) return answer.survey ?? null;
    this.state.patch({ refusal: answer?.error.code ?? "unavailable" });
    return null;
  }

  /** Look whether there is something to ask, once the conversation is over. */
  async #look(): Promise<void> {
    const { conversationId } = this.state.value;
    if (!conversationId) return;
    const answer = await this.#connection?.ask("survey", { conversation_id: conversationId });
    // A gateway of before knows no surveys: then there is none.
    const survey = answer?.ok ? (answer.survey ?? null) : null;
    if (this.state.value.status === "resolved" && this.state.value.conversationId === conversationId) this.state.patch({ survey });
  }

  #credentials(): Credentials {
    const { token, guestToken } = this.#identity;
    if (token) return guestToken ? { token, visitor: guestToken } : { token };
    return this.#visitorToken ? { visitor: this.#visitorToken } : {};
  }

  #sessionRequest(after = lastOffset(this.state.value.messages)): object {
    return this.#visitorToken ? { session_id: this.#visitorToken, after } : { after };
  }

  #synchronise(incoming: ConversationState): void {
    const { conversationId, messages } = this.state.value;
    if (incoming.visitor_token) this.#keepVisitor(incoming.visitor_token);
    const isOther = conversationId !== null && incoming.conversation_id !== conversationId;
    if (isOther && messages.length > 0) {
      // What we kept belongs to another conversation: start over and ask for this one from its beginning.
      this.state.patch({ conversationId: incoming.conversation_id, messages: [], seenOffset: 0, readOffset: 0 });
      this.#connection?.tell("session_request", this.#sessionRequest(0));
      return;
    }
    this.state.patch({
      link: "online",
      isLoaded: true,
      conversationId: incoming.conversation_id,
      status: incoming.status,
      agentName: incoming.agent?.name ?? null,
      customerName: incoming.customer?.name ?? null,
      typing: null,
    });
    this.#receive(incoming.messages);
    this.#outbox.flush();
    if (incoming.status === "resolved") void this.#look();
    else this.state.patch({ survey: null });
  }

  #receive(incoming: BotUttered[]): void {
    const before = this.state.value;
    const messages = merged(before.messages, incoming);
    const outbox = stillOutgoing(before.outbox, messages);
    for (const item of before.outbox) if (!outbox.includes(item)) this.#memory.dropOutgoing(item.clientMessageId);
    const answered = incoming.some((message) => message.author === before.typing?.who);
    this.state.patch({
      messages,
      outbox,
      readOffset: readUpTo(messages, before.readOffset),
      typing: answered ? null : before.typing,
    });
    this.#save();
  }

  async #deliver(item: Outgoing): ReturnType<Connection["ask"]> {
    const files = item.attachments ? { attachments: item.attachments.map((attachment) => attachment.id) } : {};
    const message = { message: item.text, ...files, client_message_id: item.clientMessageId };
    const session = this.#visitorToken ? { session_id: this.#visitorToken } : {};
    const connection = this.#connection;
    if (!connection || this.state.value.link !== "online") return { ok: false, error: { code: "unavailable", message: "" } };
    return connection.ask("user_uttered", { ...message, ...session });
  }

  #changeStatus(status: Status, agentName: string | null): void {
    const { typing } = this.state.value;
    const isStale = (status !== "pending" && typing?.who === "bot") || (!agentName && typing?.who === "agent");
    this.state.patch({ status, agentName, typing: isStale ? null : typing });
    if (status === "resolved") void this.#look();
    else this.state.patch({ survey: null });
  }

  #markDelivered(messageId: string, state: "stored" | "seen"): void {
    const offset = this.state.value.messages.find((message) => message.id === messageId)?.offset ?? 0;
    if (state === "seen" && offset > this.state.value.readOffset) this.state.patch({ readOffset: offset });
  }

  #showTyping(notice: TypingNotice): void {
    window.clearTimeout(this.#typingTimer);
    this.state.patch({ typing: notice.typing ? { who: notice.who, name: notice.name ?? null } : null });
    if (notice.typing) this.#typingTimer = window.setTimeout(() => this.state.patch({ typing: null }), TYPING_LASTS_MS);
  }

  #keepVisitor(token: string): void {
    if (this.#identity.token || token === this.#visitorToken) return;
    this.#visitorToken = token;
    this.#save();
  }

  #lost(): void {
    if (this.state.value.link !== "expired") this.state.patch({ link: "reconnecting", typing: null });
    if (isExpired(this.#identity, Date.now())) this.#expire();
  }

  #expire(): void {
    if (this.#identity.token) {
      this.#disconnect();
      if (this.state.value.link === "expired") return;
      this.state.patch({ link: "expired", typing: null });
      // A token refused just after it was renewed is not expired but wrong: asking for another one would never end.
      if (Date.now() - this.#renewedAtMs < RENEWAL_GAP_MS) return;
      window.dispatchEvent(new CustomEvent("warmline:token-expired"));
    } else if (this.#visitorToken) {
      // The gateway no longer knows this guest: begin as a new one; unsent messages come along.
      this.#visitorToken = null;
      this.state.patch({ conversationId: null, messages: [], seenOffset: 0, readOffset: 0 });
      this.#save();
      this.#connection?.restart();
    } else {
      this.#lost();
    }
  }

  #disconnect(): void {
    window.clearTimeout(this.#typingTimer);
    this.#connection?.close();
    this.#connection = null;
  }

  #save(): void {
    const { conversationId, messages, seenOffset, isInformed } = this.state.value;
    this.#memory.save({ visitorToken: this.#visitorToken, conversationId, messages, seenOffset, isInformed });
  }
}
