/** In a note `@` and the beginning of a name finds a colleague. */

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useObservable } from "../shared/observable";
import { type Picklist, usePicklist } from "./picklist";
import { useView } from "./view";

const SHOWN = 6;

/** Offer colleagues while the caret stands behind an `@` that begins a name. */
export function useMentionMenu(isNote: boolean, draft: string, field: RefObject<HTMLTextAreaElement | null>, change: (text: string) => void): Picklist {
  const { desk, texts } = useView();
  const { colleagues } = useObservable(desk.team.state);
  const me = desk.state.value.agent?.id;
  const [caret, setCaret] = useState(0);
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
    if (begun === undefined) setDismissed(null);
  }, [begun]);

  const wanted = (begun ?? "").toLowerCase();
  const found = begun === undefined ? [] : (colleagues?.agents ?? []).filter((one) => one.id !== me && one.name.toLowerCase().startsWith(wanted) && one.name.toLowerCase() !== wanted.trimEnd()).slice(0, SHOWN);

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
  return usePicklist({
    name: "mention",
    title: texts.team.mention.title,
    isOpen: found.length > 0 && dismissed === null,
    options: found.map((one) => ({ id: one.id, title: one.name, text: texts.team.presence[one.presence] })),
    query: begun,
    take: (one) => take(one.title),
    dismiss: () => setDismissed(wanted),
  });
}
