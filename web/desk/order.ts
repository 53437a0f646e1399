/** The order of the lists, as the gateway has it: what changes is put where it belongs without asking again. */

import type { Summary } from "../shared/contract";
import type { Tab } from "./api";

/** Compare where two conversations stand: by place, then who waits longest, then what changed last. */
export function compare(a: Summary, b: Summary): number {
  // Of one place either all wait or none does. The times are all of one form, so their texts are in their order.
  return a.place - b.place || textOrder(a.waiting_since ?? "", b.waiting_since ?? "") || textOrder(b.updated_at, a.updated_at) || textOrder(b.id, a.id);
}

/** Say whether a conversation is in a list of this agent's. */
export function belongs(tab: Tab, item: Summary, agentId: string): boolean {
  if (item.message_count === 0) return false;
  if (tab === "mine") return item.status === "open" && item.assignee?.id === agentId;
  return item.status === (tab === "bot" ? "pending" : tab);
}

/**
 * Return the list with this conversation as it is now: moved, added or taken out. What stands behind the last one while more are to
 * come is left out, for nobody knows yet what comes between.
 */
export function placed(items: Summary[], item: Summary, isIn: boolean, hasMore: boolean): Summary[] {
  const others = items.filter((one) => one.id !== item.id);
  if (!isIn) return others.length === items.length ? items : others;
  let low = 0;
  let high = others.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = others[middle];
    if (there && compare(there, item) < 0) low = middle + 1;
    else high = middle;
  }
  if (low === others.length && hasMore) return others;
  return [...others.slice(0, low), item, ...others.slice(low)];
}

/** Return the list with its beginning as it is now, and what was loaded behind that. */
export function renewed(items: Summary[], head: Summary[]): Summary[] {
  const last = head.at(-1);
  if (!last) return [];
  const known = new Set(head.map((one) => one.id));
  return [...head, ...items.filter((one) => !known.has(one.id) && compare(one, last) > 0)];
}

function textOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
