/** Canned responses in the composer: `/` and a few letters find one. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Canned } from "../shared/contract";
import * as api from "./api";
import { type Picklist, usePicklist } from "./picklist";
import { useView } from "./view";

const SHOWN = 8;

/** Offer the conversation's canned responses while the draft is "/" and what is searched for. */
export function useCannedMenu(conversationId: string, draft: string, choose: (text: string) => void): Picklist {
  const { texts } = useView();
  const query = /^\/([^\n]*)$/.exec(draft)?.[1];
  const isAsked = query !== undefined;
  const [listed, setListed] = useState<Canned[] | "loading" | "failed">("loading");
  // What stood there at Escape: whoever writes on wants no menu, whoever begins anew does.
  const [dismissed, setDismissed] = useState<string | null>(null);

  useEffect(() => {
    if (!isAsked) return setDismissed(null);
    // Facts change: what is filled is asked for each time.
    let isCurrent = true;
    setListed("loading");
    api.canned(conversationId).then(
      (found) => isCurrent && setListed(found),
      () => isCurrent && setListed("failed"),
    );
    return () => void (isCurrent = false);
  }, [isAsked, conversationId]);

  const found = useMemo(() => (Array.isArray(listed) ? search(listed, query ?? "").slice(0, SHOWN) : []), [listed, query]);
  const state = listed === "loading" ? texts.loading : listed === "failed" ? texts.canned.failed : found.length === 0 ? texts.canned.none : null;
  return usePicklist({
    name: "canned",
    title: texts.canned.title,
    isOpen: isAsked && !(dismissed !== null && draft.startsWith(dismissed)),
    isLoading: listed === "loading",
    options: found,
    query,
    said: state && <p class="quiet">{state}</p>,
    take: (one) => choose(one.text),
    dismiss: () => setDismissed(draft),
  });
}

/** Return those in which every word stands, those with it in the title first. */
function search(listed: Canned[], query: string): Canned[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (one: Canned): number => {
    const title = one.title.toLowerCase();
    const all = `${title} ${one.text.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return 2;
    return words.every((word) => title.includes(word)) ? 0 : 1;
  };
  return listed
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank: place }) => place < 2)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}
