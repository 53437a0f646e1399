/** The suggestions of the conversation on screen: inserted, dismissed, used, and waited for. */

import type { Suggestion, Summary } from "../shared/contract";
import * as api from "./api";
import type { Suggested } from "./live";
import type { Desk } from "./store";

const LATE_MS = 6_000;

export class Suggesting {
  readonly #desk: Desk;
  #late: number | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Put a suggestion behind what is written already, to be edited. */
  insert({ id, text }: Suggestion): void {
    const written = this.#desk.draft().text.trimEnd();
    this.#desk.setDraft({ text: written ? `${written}\n${text}` : text, isNote: false, suggestion: id });
    this.#desk.showPane("conversation");
    queueMicrotask(() => document.querySelector<HTMLElement>("[data-testid=desk-composer]")?.focus());
  }

  /** Insert the suggestion at this place, from 1; false if there is none. */
  insertAt(place: number): boolean {
    const suggestion = this.#desk.state.value.detail.data?.suggestions?.[place - 1];
    if (suggestion) this.insert(suggestion);
    return suggestion !== undefined;
  }

  /** Take a suggestion away, and let others of its kind come later. */
  async dismiss(id: string): Promise<void> {
    const { selectedId } = this.#desk.state.value;
    if (!selectedId) return;
    this.drop(id);
    // It is gone for this agent in any case.
    await api.dismiss(selectedId, id).catch(() => undefined);
  }

  /** Show one no more: it was used, or is of no use. */
  drop(id: string): void {
    const suggestions = this.#desk.state.value.detail.data?.suggestions;
    if (suggestions) this.#show(suggestions.filter((suggestion) => suggestion.id !== id));
  }

  /** Take in the news. */
  arrived({ conversation_id, message_id, suggestions }: Suggested): void {
    const { data } = this.#desk.state.value.detail;
    if (data?.conversation.id !== conversation_id) return;
    const newest = data.messages.filter((message) => message.author === "customer").at(-1);
    // Those for an earlier message come too late; those for one that is not here yet come with it.
    if (message_id !== null && newest?.id !== message_id) void this.#desk.reload();
    else this.#show(suggestions);
  }

  /** Ask once more if nothing is heard: the news may have come before we listened. */
  awaited(id: string): void {
    window.clearTimeout(this.#late);
    this.#late = window.setTimeout(() => {
      const { data } = this.#desk.state.value.detail;
      if (data?.conversation.id === id && data.suggestions === null) void this.#desk.reload();
    }, LATE_MS);
  }

  #show(suggestions: Suggestion[]): void {
    const { data } = this.#desk.state.value.detail;
    if (data) this.#desk.state.patch({ detail: { state: "ready", data: { ...data, suggestions } } });
  }
}

/** Say whether a person answers: only then are there suggestions. */
export function isLedByHumans({ status }: Summary): boolean {
  return status === "open" || status === "snoozed";
}
