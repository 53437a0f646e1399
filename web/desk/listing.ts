/** The list of conversations: page by page, and true while things change. */

import type { Summary } from "../shared/contract";
import * as api from "./api";
import { ApiError, type Counts, type Tab } from "./api";
import { belongs, placed, renewed } from "./order";
import type { Desk } from "./store";

const REFRESH_MS = 350;
const HEAD = 60;
const PAGE = 100;
const MOST = 200;

export interface List {
  state: "loading" | "ready" | "failed";
  /** From the first one on, without a gap. */
  items: Summary[];
  /** Where the next page begins; null if everything is here. */
  next: string | null;
  more: "idle" | "loading" | "failed";
}

export const NO_LIST: List = { state: "loading", items: [], next: null, more: "idle" };
export const NO_COUNTS: Counts = { open: 0, mine: 0, bot: 0, snoozed: 0, resolved: 0 };

export class Listing {
  readonly #desk: Desk;
  /** One question at a time: pages must not overtake each other. */
  #turn: Promise<void> = Promise.resolve();
  #timer: number | undefined;
  /** What changed while an answer was on its way, which may be older. */
  #meanwhile: Summary[] | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  show(tab: Tab): void {
    this.#desk.state.patch({ tab, list: NO_LIST });
    void this.reload();
  }

  /** Fetch everything anew: after signing in, and whatever was missed while the connection was gone. */
  reload(): Promise<void> {
    return this.#inTurn((tab) => this.#renew(tab, () => []));
  }

  /** Fetch the beginning and the counts anew; what was loaded behind it stays. */
  refresh(): Promise<void> {
    return this.#inTurn((tab) => this.#renew(tab, (items) => items));
  }

  /** Load pages until so many are here, or all there are. */
  more(count: number): Promise<void> {
    return this.#inTurn(async (tab) => {
      while (this.#isShown(tab) && this.#list.next !== null && this.#list.items.length < count) {
        this.#patch({ more: "loading" });
        const missing = count - this.#list.items.length;
        try {
          await this.#fetch(tab, Math.min(MOST, Math.max(PAGE, missing)), this.#list.next, (page) => {
            const known = new Set(this.#list.items.map((one) => one.id));
            return { items: [...this.#list.items, ...page.conversations.filter((one) => !known.has(one.id))], next: page.next, more: "idle" };
          });
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.status === 401) return this.#desk.signedOut();
          if (this.#isShown(tab)) this.#patch({ more: "failed" });
          return;
        }
      }
    });
  }

  /** A conversation has changed: put it where it belongs, and soon look again. */
  changed(conversation: Summary): void {
    this.#meanwhile?.push(conversation);
    this.place(conversation);
    this.#soon();
  }

  place(conversation: Summary): void {
    const { tab, agent, list } = this.#desk.state.value;
    if (list.state !== "ready" || !agent) return;
    const items = placed(list.items, conversation, belongs(tab, conversation, agent.id), list.next !== null);
    if (items !== list.items) this.#patch({ items });
  }

  /** Let go of what there is no more. */
  removed(id: string): void {
    this.#patch({ items: this.#list.items.filter((item) => item.id !== id) });
    this.#soon();
  }

  get #list(): List {
    return this.#desk.state.value.list;
  }

  #patch(change: Partial<List>): void {
    this.#desk.state.patch({ list: { ...this.#list, ...change } });
  }

  #isShown(tab: Tab): boolean {
    return this.#desk.state.value.tab === tab && Boolean(this.#desk.state.value.agent);
  }

  #soon(): void {
    // Not put off by the next change: where something changes all the time, it would never come.
    this.#timer ??= window.setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, REFRESH_MS);
  }

  #inTurn(work: (tab: Tab) => Promise<void>): Promise<void> {
    const done = this.#turn.then(async () => {
      const { tab, agent } = this.#desk.state.value;
      if (agent) await work(tab);
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #renew(tab: Tab, kept: (items: Summary[]) => Summary[]): Promise<void> {
    try {
      const asked = this.#fetch(tab, HEAD, null, (page) => {
        const items = page.next === null ? page.conversations : renewed(kept(this.#list.items), page.conversations);
        const isLonger = items.length > page.conversations.length;
        return { state: "ready", items, next: isLonger ? this.#list.next : page.next, more: "idle" };
      });
      const [counts] = await Promise.all([api.counts(), asked]);
      if (this.#desk.state.value.agent) this.#desk.state.patch({ counts });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) return this.#desk.signedOut();
      if (this.#isShown(tab) && this.#list.state === "loading") this.#patch({ state: "failed", items: [] });
    }
  }

  async #fetch(tab: Tab, limit: number, cursor: string | null, change: (page: api.ConversationPage) => Partial<List>): Promise<void> {
    const meanwhile: Summary[] = (this.#meanwhile = []);
    try {
      const page = await api.conversations(tab, limit, cursor);
      if (!this.#isShown(tab)) return;
      this.#patch(change(page));
      for (const conversation of meanwhile) this.place(conversation);
    } finally {
      this.#meanwhile = null;
    }
  }
}
