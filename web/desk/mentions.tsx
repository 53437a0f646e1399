/** In a note `@` and the beginning of a name finds a colleague: arrows choose, Enter or Tab takes them. */

import type { JSX, RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useObservable } from "../shared/observable";
import type { CannedMenu } from "./canned";
import { useView } from "./view";

const LIST_ID = "mention-list";
const SHOWN = 6;

/** Offer colleagues while the caret stands behind an `@` that begins a name. */
export function useMentionMenu(isNote: boolean, draft: string, field: RefObject<HTMLTextAreaElement | null>, change: (text: string) => void): CannedMenu {
  const { desk, texts } = useView();
  const { colleagues } = useObservable(desk.team.state);
  const me = desk.state.value.agent?.id;
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const begun = isNote ? /(?:^|[^a-z0-9])@([^\n@]{0,40})$/i.exec(draft.slice(0, caret))?.[1] : undefined;

  useEffect(() => {
    const element = field.current;
    if (!element || !isNote) return;
    const moved = (): void => setCaret(element.selectionStart);
    moved();
    for (const name of ["keyup", "click", "input", "focus"]) element.addEventListener(name, moved);
    return () => {
      for (const name of ["keyup", "click", "input", "focus"]) element.removeEventListener(name, moved);
    };
  }, [isNote, draft]);
  useEffect(() => {
    setChosen(0);
    if (begun === undefined) setDismissed(null);
  }, [begun]);

  const wanted = (begun ?? "").toLowerCase();
  const found = begun === undefined ? [] : (colleagues?.agents ?? []).filter((one) => one.id !== me && one.name.toLowerCase().startsWith(wanted) && one.name.toLowerCase() !== wanted.trimEnd()).slice(0, SHOWN);
  const isOpen = found.length > 0 && dismissed === null;
  const place = Math.min(chosen, Math.max(0, found.length - 1));

  const take = (name: string): void => {
    const start = caret - (begun ?? "").length;
    const text = `${draft.slice(0, start)}${name} ${draft.slice(caret).trimStart()}`;
    change(text);
    const end = start + name.length + 1;
    requestAnimationFrame(() => {
      field.current?.setSelectionRange(end, end);
      setCaret(end);
    });
  };
  const keyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.isComposing) return false;
    if (event.key === "Escape") setDismissed(wanted);
    else if (event.key === "ArrowDown") setChosen((place + 1) % found.length);
    else if (event.key === "ArrowUp") setChosen((place + found.length - 1) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") take(found[place]?.name ?? "");
    else return false;
    return true;
  };
  const menu: JSX.Element | null = isOpen ? (
    <div class="canned" data-testid="desk-mentions">
      <ul role="listbox" id={LIST_ID} aria-label={texts.team.mention.title}>
        {found.map((one, index) => (
          <li
            key={one.id}
            id={`${LIST_ID}-${index}`}
            role="option"
            aria-selected={index === place}
            data-testid="desk-mention-option"
            onMouseDown={(event) => {
              event.preventDefault();
              take(one.name);
            }}
          >
            <strong>{one.name}</strong>
            <span>{texts.team.presence[one.presence]}</span>
          </li>
        ))}
      </ul>
    </div>
  ) : null;
  const names: CannedMenu["field"] = isOpen ? { "aria-autocomplete": "list", "aria-controls": LIST_ID, "aria-activedescendant": `${LIST_ID}-${place}` } : {};
  return { isOpen, keyDown, field: names, menu };
}
