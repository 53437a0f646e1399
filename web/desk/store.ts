/** The desk's state, and everything that an agent can do to it. */

import type { Agent, ConversationDetail, Message, Rating, Summary } from "../shared/contract";
import { Observable } from "../shared/observable";
import { Alarms } from "./alarms";
import { Alerts } from "./alerts";
import * as api from "./api";
import { ApiError, type Counts, type Tab } from "./api";
import { Listing, NO_COUNTS, NO_LIST, type List } from "./listing";
import { Live } from "./live";
import type { Board } from "./people/api";
import { placeOf } from "./place";
import { ReadMarks } from "./readmarks";
import { isLedByHumans, Suggesting } from "./suggesting";
import { Team } from "./team";
import { Trays } from "./trays";

const TYPING_LASTS_MS = 8_000;

export interface Draft {
  text: string;
  isNote: boolean;
  /** The suggestion that the text was made of. */
  suggestion?: string | undefined;
  /** The newest message that was there when it was begun. */
  since?: number | undefined;
}

export type Pane = "queue" | "conversation" | "context";

export interface DeskState {
  /** `undefined` until the gateway has said who is signed in. */
  agent: Agent | null | undefined;
  isUnreachable: boolean;
  link: "connecting" | "online" | "reconnecting";
  tab: Tab;
  list: List;
  counts: Counts;
  /** Which place of the list is to be focused; `at` tells two requests apart. */
  focusRow: { index: number; at: number } | null;
  selectedId: string | null;
  detail: { state: "none" | "loading" | "failed" | "erased" | "ready"; data: ConversationDetail | null };
  drafts: Record<string, Draft>;
  customerTyping: Record<string, boolean>;
  /** What to scroll to and light up; `at` tells two requests for the same thing apart. */
  spotlight: { id: string; at: number } | null;
  pane: Pane;
  isBusy: boolean;
  problem: ApiError | null;
}

const EMPTY_DRAFT: Draft = { text: "", isNote: false };

export class Desk {
  readonly state = new Observable<DeskState>({
    agent: undefined,
    isUnreachable: false,
    link: "connecting",
    tab: "open",
    list: NO_LIST,
    counts: NO_COUNTS,
    focusRow: null,
    selectedId: null,
    detail: { state: "none", data: null },
    drafts: {},
    customerTyping: {},
    spotlight: null,
    pane: "queue",
    isBusy: false,
    problem: null,
  });
  readonly readMarks = new ReadMarks();
  readonly alerts = new Alerts();
  readonly listing = new Listing(this);
  readonly suggesting = new Suggesting(this);
  readonly team = new Team(this);
  readonly alarms = new Alarms();
  readonly trays = new Trays();
  #live: Live | null = null;
  readonly #typingTimers = new Map<string, number>();

  async start(): Promise<void> {
    this.state.patch({ isUnreachable: false });
    try {
      this.#enter(await api.me());
    } catch (error) {
      const isSignedOut = error instanceof ApiError && error.status === 401;
      this.state.patch(isSignedOut ? { agent: null } : { isUnreachable: true });
    }
  }

  async signIn(email: string, password: string, code?: string): Promise<void> {
    this.#enter(await api.signIn(email, password, code));
  }

  /** What is known of the agent has changed: their password, their second factor. */
  async renew(): Promise<void> {
    const agent = await api.me();
    if (this.#live) this.state.patch({ agent });
    else this.#enter(agent);
  }

  /** The server no longer knows this session. */
  signedOut(): void {
    this.#leave();
  }

  /** Be told how the wallboard changes, until the returned function is called. */
  watchWallboard(told: (board: Board) => void): () => void {
    return this.#live?.wallboard(told) ?? (() => undefined);
  }

  async signOut(): Promise<void> {
    await api.signOut().catch(() => undefined);
    this.#leave();
  }

  showTab(tab: Tab): void {
    this.listing.show(tab);
  }

  showPane(pane: Pane): void {
    this.state.patch({ pane });
  }

  /** Open a conversation, and light up one of its messages if that is what is looked for. */
  async open(id: string, messageId: string | null): Promise<void> {
    if (this.state.value.selectedId !== id || this.state.value.detail.state !== "ready") await this.select(id);
    else this.showPane("conversation");
    if (messageId && this.state.value.selectedId === id) this.spotlight(messageId);
  }

  async select(id: string): Promise<void> {
    this.state.patch({ selectedId: id, detail: { state: "loading", data: null }, pane: "conversation", problem: null, spotlight: null });
    history.replaceState(null, "", `#/${id}`);
    await this.#loadDetail(id);
  }

  async reload(): Promise<void> {
    const { selectedId } = this.state.value;
    if (selectedId) await this.#loadDetail(selectedId);
  }

  async transition(action: "claim" | "resolve" | "return-to-bot"): Promise<void> {
    const { selectedId } = this.state.value;
    if (!selectedId) return;
    await this.#attempt(async () => this.#applySummary(await api.transition(selectedId, action)));
    await this.#loadDetail(selectedId);
    void this.listing.refresh();
  }

  async snooze(until: Date): Promise<void> {
    const { selectedId } = this.state.value;
    if (selectedId) await this.change(() => api.snooze(selectedId, until.toISOString()));
  }

  /** Change a conversation's state; false if that failed, which is shown. */
  async change(act: () => Promise<Summary>): Promise<boolean> {
    const { selectedId } = this.state.value;
    let isDone = false;
    await this.#attempt(async () => {
      this.#applySummary(await act());
      isDone = true;
    });
    if (selectedId) await this.#loadDetail(selectedId);
    void this.listing.refresh();
    return isDone;
  }

  /** Say whether conversations may come to this agent. */
  async setAway(isAway: boolean): Promise<void> {
    await this.#attempt(async () => this.state.patch({ agent: await api.setPresence(isAway ? "away" : "online") }));
  }

  draft(): Draft {
    const { selectedId, drafts } = this.state.value;
    return (selectedId && drafts[selectedId]) || EMPTY_DRAFT;
  }

  setDraft(change: Partial<Draft>): void {
    const { selectedId, drafts } = this.state.value;
    if (!selectedId) return;
    const draft = { ...this.draft(), ...change };
    // What was inserted and is all deleted again was not used.
    if (!draft.text.trim()) draft.suggestion = draft.since = undefined;
    else draft.since ??= this.newestOffset();
    this.state.patch({ drafts: { ...drafts, [selectedId]: draft } });
  }

  /** Return the offset of the newest message on screen. */
  newestOffset(): number {
    return this.state.value.detail.data?.messages.at(-1)?.offset ?? 0;
  }

  /** Send the draft; it stays where it is if that fails, and while the agent is asked about a colleague's answer. */
  async send(isAnyway = false): Promise<void> {
    const { selectedId, isBusy } = this.state.value;
    const { text, isNote, suggestion, since } = this.draft();
    if (!selectedId || isBusy) return;
    const tray = this.trays.of(selectedId);
    const { items } = tray.state.value;
    const ready = items.filter((item) => item.state === "ready" && item.attachment);
    if ((!text.trim() && ready.length === 0) || items.some((item) => item.state === "uploading")) return;
    await this.#attempt(async () => {
      const used = (!isNote && suggestion) || null;
      let message: Message;
      try {
        const seenOffset = since ?? this.newestOffset();
        const attachments = ready.flatMap((item) => item.attachment?.id ?? []);
        message = await api.write(selectedId, { text: text.trim(), attachments, isPrivate: isNote, clientMessageId: newId(), suggestion: used, seenOffset, isAnyway });
      } catch (error) {
        if (error instanceof ApiError && this.team.crossed(error, () => this.send(true))) return;
        throw error;
      }
      this.#receive(message);
      tray.sent(ready.map((item) => item.key));
      if (used) this.suggesting.drop(used);
      // What was typed while it was on its way stays.
      const { drafts } = this.state.value;
      const draft = drafts[selectedId] ?? EMPTY_DRAFT;
      const rest = draft.text.startsWith(text) ? draft.text.slice(text.length).trimStart() : draft.text;
      this.state.patch({ drafts: { ...drafts, [selectedId]: { ...draft, text: rest, suggestion: undefined, since: rest ? message.offset : undefined } } });
    });
  }

  typing(typing: boolean): void {
    const { selectedId } = this.state.value;
    if (selectedId) this.#live?.typing(selectedId, typing, this.draft().isNote);
  }

  /** Jump to a message or an order, and light it up. */
  spotlight(id: string): void {
    const isMessage = this.state.value.detail.data?.messages.some((message) => message.id === id) ?? false;
    this.state.patch({ spotlight: { id, at: Date.now() }, pane: isMessage ? "conversation" : "context" });
  }

  /** Focus a place of the list, which is loaded as far as that before. */
  async focusRow(index: number): Promise<void> {
    if (index >= this.state.value.list.items.length) await this.listing.more(index + 1);
    const last = this.state.value.list.items.length - 1;
    if (last >= 0) this.state.patch({ focusRow: { index: Math.max(0, Math.min(index, last)), at: (this.state.value.focusRow?.at ?? 0) + 1 } });
  }

  dismissProblem(): void {
    this.state.patch({ problem: null });
  }

  #enter(agent: Agent): void {
    this.state.patch({ agent, link: "connecting" });
    this.readMarks.of(agent.id);
    this.alerts.of(agent.id);
    this.#live?.close();
    this.#live = null;
    if (agent.must_change_password) return;
    this.#live = new Live({
      connected: () => {
        this.state.patch({ link: "online" });
        // Whatever was missed while away is fetched, not guessed.
        void this.listing.reload();
        void this.reload();
        void this.team.refresh();
      },
      ended: () => this.#leave(),
      lost: () => this.state.patch({ link: "reconnecting" }),
      changed: (conversation) => this.#changed(conversation),
      due: (due) => this.alarms.told(due, agent.id),
      message: (message) => this.#receive(message),
      suggested: (news) => this.suggesting.arrived(news),
      packed: (id) => this.state.value.selectedId === id && void this.reload(),
      rated: (id, rating) => this.#rated(id, rating),
      erased: (id) => this.#erased(id),
      viewers: (id, viewers) => this.team.watched(id, viewers),
      notice: (notice) => {
        this.alerts.noticed(notice);
        this.team.told(notice);
      },
      typing: (id, who, typing) => who === "customer" && this.#showTyping(id, typing),
    });
    void this.listing.reload();
    const linked = placeOf(location.hash).conversation;
    if (linked) void this.select(linked);
  }

  #leave(): void {
    this.#live?.close();
    this.#live = null;
    this.team.leave();
    this.alarms.dismiss();
    this.trays.forget();
    this.state.patch({ agent: null, list: NO_LIST, counts: NO_COUNTS, focusRow: null, selectedId: null, detail: { state: "none", data: null }, drafts: {}, problem: null });
  }

  async #loadDetail(id: string): Promise<void> {
    this.#live?.watch(id, (viewers) => this.team.watched(id, viewers));
    try {
      const data = await api.conversation(id);
      if (this.state.value.selectedId !== id) return;
      this.readMarks.mark(data.conversation);
      this.state.patch({ detail: { state: "ready", data } });
      if (data.suggestions === null) this.suggesting.awaited(id);
      if (data.customer_awaited) void this.#loadCustomer(id);
      void this.team.seenIn(id);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return this.#leave();
      const { selectedId, detail } = this.state.value;
      if (selectedId === id && detail.state !== "ready") this.state.patch({ detail: { state: "failed", data: null } });
    }
  }

  /** The shop takes its time: what agents need at once is there, the customer's card comes when it comes. */
  async #loadCustomer(id: string): Promise<void> {
    const found = await api.customer(id).catch(() => undefined);
    const { selectedId, detail } = this.state.value;
    if (selectedId !== id || !detail.data) return;
    this.state.patch({ detail: { ...detail, data: { ...detail.data, customer: found ?? detail.data.customer, customer_awaited: false } } });
  }

  #changed(conversation: Summary): void {
    const { detail } = this.state.value;
    const before = detail.data?.conversation;
    this.alarms.changed(conversation);
    this.#applySummary(conversation);
    // Another state brings another packet; everything else comes as messages.
    if (before?.id === conversation.id && (before.status !== conversation.status || before.reason !== conversation.reason)) void this.reload();
    this.listing.changed(conversation);
    const { agent } = this.state.value;
    if (agent) this.alerts.changed(conversation, agent);
  }

  #rated(id: string, rating: Rating): void {
    const { data } = this.state.value.detail;
    if (data?.conversation.id === id) this.state.patch({ detail: { state: "ready", data: { ...data, rating } } });
  }

  /** Let go of what the customer has had deleted: nothing of it stays on the screen. */
  #erased(id: string): void {
    const { selectedId, drafts } = this.state.value;
    const others = Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== id));
    this.state.patch({ drafts: others });
    this.trays.forget(id);
    this.listing.removed(id);
    if (selectedId === id) {
      this.state.patch({ detail: { state: "erased", data: null }, problem: null, spotlight: null });
      history.replaceState(null, "", location.pathname);
    }
  }

  #applySummary(conversation: Summary): void {
    const { detail, selectedId } = this.state.value;
    this.listing.place(conversation);
    if (detail.data?.conversation.id !== conversation.id) return;
    if (selectedId === conversation.id && !document.hidden) this.readMarks.mark(conversation);
    this.state.patch({ detail: { state: "ready", data: { ...detail.data, conversation } } });
  }

  #receive(message: Message): void {
    const { detail } = this.state.value;
    if (message.author === "customer") this.#showTyping(message.conversation_id, false);
    if (detail.data?.conversation.id !== message.conversation_id) return;
    const others = detail.data.messages.filter((one) => one.id !== message.id);
    const messages = [...others, message].sort((a, b) => a.offset - b.offset);
    const isNew = others.length === detail.data.messages.length && message.author === "customer";
    // What fitted the message before is no answer to this one.
    const isAwaited = isNew && isLedByHumans(detail.data.conversation);
    const suggestions = isAwaited ? null : detail.data.suggestions;
    this.state.patch({ detail: { state: "ready", data: { ...detail.data, messages, suggestions } } });
    if (isAwaited) this.suggesting.awaited(message.conversation_id);
  }

  #showTyping(id: string, typing: boolean): void {
    window.clearTimeout(this.#typingTimers.get(id));
    if ((this.state.value.customerTyping[id] ?? false) !== typing) {
      this.state.patch({ customerTyping: { ...this.state.value.customerTyping, [id]: typing } });
    }
    if (typing) this.#typingTimers.set(id, window.setTimeout(() => this.#showTyping(id, false), TYPING_LASTS_MS));
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    this.state.patch({ isBusy: true, problem: null });
    try {
      await act();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#leave();
      else this.state.patch({ problem: error instanceof ApiError ? error : new ApiError(0, {}) });
    } finally {
      this.state.patch({ isBusy: false });
    }
  }
}

export function newId(): string {
  return `d_${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
