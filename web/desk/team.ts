/** What agents do together: who else is here, what they are told, what they pass on. Its dialogs are told here, too. */

import type { Notice, Summary, Viewer } from "../shared/contract";
import { Observable } from "../shared/observable";
import { ApiError } from "./api";
import type { Desk } from "./store";
import * as api from "./teamapi";

/** Somebody answered, or is answering, what the agent is about to answer. */
export interface Crossing {
  kind: "answered" | "writing";
  by: { id: string; name: string };
  at: string | null;
  offset: number | null;
  /** Do it all the same. */
  anyway: () => Promise<void>;
}

export type DialogName = "search" | "notices" | "transfer" | "assign" | "merge" | "macros";

export interface TeamState {
  viewers: Record<string, Viewer[]>;
  notices: Notice[];
  unseen: number;
  noticesState: "loading" | "ready" | "failed";
  dialog: DialogName | null;
  crossing: Crossing | null;
  colleagues: api.Colleagues | null;
}

export class Team {
  readonly state = new Observable<TeamState>({ viewers: {}, notices: [], unseen: 0, noticesState: "loading", dialog: null, crossing: null, colleagues: null });
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  open(dialog: DialogName): void {
    this.state.patch({ dialog });
  }

  close(): void {
    this.state.patch({ dialog: null });
  }

  /** Fetch what was missed: on signing in, and whenever we are connected again. */
  async refresh(): Promise<void> {
    try {
      const [told, colleagues] = await Promise.all([api.notices(), api.colleagues()]);
      this.state.patch({ ...told, noticesState: "ready", colleagues });
    } catch {
      if (this.state.value.noticesState === "loading") this.state.patch({ noticesState: "failed" });
    }
  }

  /** Forget everything: somebody else may sign in. */
  leave(): void {
    this.state.patch({ viewers: {}, notices: [], unseen: 0, noticesState: "loading", dialog: null, crossing: null, colleagues: null });
  }

  watched(conversationId: string, viewers: Viewer[]): void {
    this.state.patch({ viewers: { ...this.state.value.viewers, [conversationId]: viewers } });
  }

  told(notice: Notice): void {
    const { notices, unseen } = this.state.value;
    if (notices.some((one) => one.id === notice.id)) return;
    this.state.patch({ notices: [notice, ...notices], unseen: unseen + 1, noticesState: "ready" });
    // Whoever has it open sees the note itself.
    if (this.#desk.state.value.selectedId === notice.conversation_id && !document.hidden) void this.seenIn(notice.conversation_id);
  }

  async seenIn(conversationId: string): Promise<void> {
    const ids = this.state.value.notices.filter((one) => !one.seen && one.conversation_id === conversationId).map((one) => one.id);
    if (ids.length > 0) await this.see(ids);
  }

  /** Note that these have been seen, all of them if null. */
  async see(ids: string[] | null): Promise<void> {
    try {
      this.state.patch(await api.seen(ids));
    } catch {
      // They stay unseen, which is true.
    }
  }

  /** Do something to the conversation on screen that may fail as a whole; false if it did, and the desk says why. */
  async change(act: (id: string) => Promise<Summary>): Promise<boolean> {
    const { selectedId } = this.#desk.state.value;
    return selectedId ? this.#desk.change(() => act(selectedId)) : false;
  }

  async release(): Promise<void> {
    await this.change((id) => api.release(id));
  }

  /** Ask before a second reply, if that is what the error says; false if it says something else. */
  crossed(error: ApiError, anyway: () => Promise<void>): boolean {
    const kind = error.detail?.["kind"];
    if (error.code !== "conflict" || (kind !== "answered" && kind !== "writing")) return false;
    const detail = error.detail as unknown as Omit<Crossing, "anyway">;
    this.state.patch({ crossing: { kind, by: detail.by, at: detail.at ?? null, offset: detail.offset ?? null, anyway } });
    return true;
  }

  settleCrossing(): void {
    this.state.patch({ crossing: null });
  }
}

/** Say whether the agent leads others. */
export function isLead(role: string): boolean {
  return role === "supervisor" || role === "admin";
}
