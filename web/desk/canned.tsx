/** Canned responses in the composer: `/` and a few letters find one, arrows choose, Enter takes it. */

import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Canned } from "../shared/contract";
import * as api from "./api";
import { useView } from "./view";

const SHOWN = 8;
const LIST_ID = "canned-list";

export interface CannedMenu {
  isOpen: boolean;
  /** Handle a key of the composer; true if it was the menu's. */
  keyDown(event: KeyboardEvent): boolean;
  /** What the text field says of the menu. */
  field: { "aria-autocomplete"?: "list"; "aria-controls"?: string; "aria-activedescendant"?: string };
  menu: JSX.Element | null;
}

/** Offer the conversation's canned responses while the draft is "/" and what is searched for. */
export function useCannedMenu(conversationId: string, draft: string, choose: (text: string) => void): CannedMenu {
  const { texts } = useView();
  const query = /^\/([^\n]*)$/.exec(draft)?.[1];
  const isAsked = query !== undefined;
  const [listed, setListed] = useState<Canned[] | "loading" | "failed">("loading");
  const [chosen, setChosen] = useState(0);
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
  useEffect(() => setChosen(0), [query]);

  const isOpen = isAsked && !(dismissed !== null && draft.startsWith(dismissed));
  const place = Math.min(chosen, Math.max(0, found.length - 1));
  const keyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.isComposing) return false;
    if (event.key === "Escape") setDismissed(draft);
    else if (event.key === "ArrowDown") setChosen((place + 1) % Math.max(1, found.length));
    else if (event.key === "ArrowUp") setChosen((place + found.length - 1) % Math.max(1, found.length));
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
      const one = found[place];
      if (!one) return event.key === "Enter" && listed === "loading";
      choose(one.text);
    } else return false;
    return true;
  };

  useEffect(() => {
    if (isOpen) document.getElementById(`${LIST_ID}-${place}`)?.scrollIntoView({ block: "nearest" });
  }, [isOpen, place]);

  const menu = isOpen ? (
    <div class="canned" data-testid="desk-canned">
      {listed === "loading" && <p class="quiet">{texts.loading}</p>}
      {listed === "failed" && <p class="quiet">{texts.canned.failed}</p>}
      {Array.isArray(listed) && found.length === 0 && <p class="quiet">{texts.canned.none}</p>}
      <ul role="listbox" id={LIST_ID} aria-label={texts.canned.title}>
        {found.map((one, index) => (
          <li
            key={one.id}
            id={`${LIST_ID}-${index}`}
            role="option"
            aria-selected={index === place}
            data-testid="desk-canned-option"
            onMouseDown={(event) => {
              event.preventDefault();
              choose(one.text);
            }}
          >
            <strong>{one.title}</strong>
            <span>{one.text}</span>
          </li>
        ))}
      </ul>
    </div>
  ) : null;
  const field: CannedMenu["field"] = isOpen ? { "aria-autocomplete": "list", "aria-controls": LIST_ID, ...(found.length > 0 ? { "aria-activedescendant": `${LIST_ID}-${place}` } : {}) } : {};
  return { isOpen, keyDown, field, menu };
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
