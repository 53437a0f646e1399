/** A menu above the composer: arrows choose, Enter or Tab takes, Escape closes. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface Option {
  id: string;
  title: string;
  text: string | undefined;
}

export interface Picklist {
  isOpen: boolean;
  /** Handle a key of the composer; true if it was the menu's. */
  keyDown(event: KeyboardEvent): boolean;
  /** What the text field says of the menu. */
  field: { "aria-autocomplete"?: "list"; "aria-controls"?: string; "aria-activedescendant"?: string };
  menu: JSX.Element | null;
}

export interface PicklistProps<T extends Option> {
  name: string;
  title: string;
  isOpen: boolean;
  isLoading?: boolean;
  options: T[];
  /** What is searched for: with another query the first is chosen again. */
  query: string | undefined;
  /** What stands above the options, where there is something to say. */
  said?: ComponentChildren;
  take(one: T): void;
  dismiss(): void;
}

export function usePicklist<T extends Option>({ name, title, isOpen, isLoading = false, options, query, said, take, dismiss }: PicklistProps<T>): Picklist {
  const [chosen, setChosen] = useState(0);
  useEffect(() => setChosen(0), [query]);
  const count = Math.max(1, options.length);
  const place = Math.min(chosen, count - 1);
  const listId = `${name}-list`;
  useEffect(() => {
    if (isOpen) document.getElementById(`${listId}-${place}`)?.scrollIntoView({ block: "nearest" });
  }, [isOpen, place]);

  const keyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.isComposing) return false;
    if (event.key === "Escape") dismiss();
    else if (event.key === "ArrowDown") setChosen((place + 1) % count);
    else if (event.key === "ArrowUp") setChosen((place + count - 1) % count);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
      const one = options[place];
      if (!one) return event.key === "Enter" && isLoading;
      take(one);
    } else return false;
    return true;
  };

  if (!isOpen) return { isOpen, keyDown, field: {}, menu: null };
  const menu = (
    <div class="canned" data-testid={`desk-${name}`}>
      {said}
      <ul role="listbox" id={listId} aria-label={title}>
        {options.map((one, index) => (
          <li
            key={one.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === place}
            data-testid={`desk-${name}-option`}
            onMouseDown={(event) => {
              event.preventDefault();
              take(one);
            }}
          >
            <strong>{one.title}</strong>
            <span>{one.text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
  const field = { "aria-autocomplete": "list", "aria-controls": listId, ...(options.length > 0 ? { "aria-activedescendant": `${listId}-${place}` } : {}) } as const;
  return { isOpen, keyDown, field, menu };
}
