/** A page of what agents have ready: own and shipped pieces in groups, found by a word, in either language. */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { PlusIcon } from "../../shared/icons";
import { useView } from "../view";
import { Filters, fits } from "./filters";
import { type Action, Confirm, type Loaded, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import type { SpokenLanguage } from "./sayings-api";

export interface Piece {
  id: string;
  title: string;
  enabled: boolean;
}

export interface ShelfTexts {
  title: string;
  intro: string;
  add: string;
  search: string;
  languageLabel: string;
  none: string;
  noneFound: string;
  on: string;
  off: string;
  deleteTitle(title: string): string;
  deleteText: string;
}

export interface Shelf<T, L> {
  loaded: Loaded<L>;
  action: Action;
  language: SpokenLanguage;
  query: string;
  edited: T | "new" | null;
  removed: T | null;
  setLanguage(language: SpokenLanguage): void;
  setQuery(query: string): void;
  edit(one: T | "new" | null): void;
  remove(one: T | null): void;
  change(act: () => Promise<unknown>): void;
  /** What a form calls when it has saved. */
  saved(): void;
}

/** Keep what is looked at, edited and about to be removed; after every change the shelf is loaded anew. */
export function useShelf<T, L>(load: (language: SpokenLanguage) => Promise<L>): Shelf<T, L> {
  const view = useView();
  const [language, setLanguage] = useState<SpokenLanguage>(view.language);
  const loaded = useLoaded(() => load(language), [language]);
  const action = useAction();
  const [query, setQuery] = useState("");
  const [edited, edit] = useState<T | "new" | null>(null);
  const [removed, setRemoved] = useState<T | null>(null);
  const remove = (one: T | null): void => {
    setRemoved(() => one);
    action.clear();
  };
  const change = (act: () => Promise<unknown>): void =>
    void action.run(async () => {
      await act();
      setRemoved(null);
      loaded.reload();
    });
  const saved = (): void => {
    edit(null);
    loaded.reload();
  };
  return { loaded, action, language, query, edited, removed, setLanguage, setQuery, edit, remove, change, saved };
}

interface Props<T extends Piece, L> {
  shelf: Shelf<T, L>;
  texts: ShelfTexts;
  testId: string;
  all: T[];
  groups: { title: string; holds(one: T): boolean }[];
  /** Everything a search may find in a piece. */
  said(one: T): string;
  /** What stands under a piece's title, and at its end. */
  row(one: T): ComponentChildren;
  buttons(one: T): ComponentChildren;
  deleteText?(one: T): string;
  onDelete(one: T): Promise<unknown>;
  /** The form, while one is open. */
  children?: ComponentChildren;
}

export function ShelfPage<T extends Piece, L>({ shelf, texts, testId, all, groups, said, row, buttons, deleteText, onDelete, children }: Props<T, L>): JSX.Element {
  const words = usePeopleTexts();
  const { action, edited, removed } = shelf;
  const found = all.filter((one) => fits(shelf.query, said(one)));
  return (
    <PageFrame
      title={texts.title}
      intro={texts.intro}
      loaded={shelf.loaded}
      action={
        <button type="button" class="button primary" data-testid={`${testId}-add`} onClick={() => shelf.edit("new")}>
          <PlusIcon />
          {texts.add}
        </button>
      }
    >
      <Filters label={texts.search} languageLabel={texts.languageLabel} query={shelf.query} language={shelf.language} testId={testId} onQuery={shelf.setQuery} onLanguage={shelf.setLanguage} />
      <Problem error={edited || removed ? null : action.error} />
      {found.length === 0 && <p class="page-state quiet">{all.length === 0 ? texts.none : texts.noneFound}</p>}
      {groups.map(({ title, holds }) => {
        const items = found.filter(holds);
        return (
          items.length > 0 && (
            <section class="panel" key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul class="rows">
                {items.map((one) => (
                  <li class={`row high ${one.enabled ? "" : "off"}`} key={one.id} data-testid={`${testId}-row`} data-id={one.id}>
                    <span class="row-main" lang={shelf.language === "zh" ? "zh-CN" : "en"}>
                      <strong>{one.title}</strong>
                      {row(one)}
                    </span>
                    <span class="row-buttons">{buttons(one)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
      {children}
      {removed && <Confirm title={texts.deleteTitle(removed.title)} text={deleteText ? deleteText(removed) : texts.deleteText} yes={words.remove} action={action} onClose={() => shelf.remove(null)} onYes={() => shelf.change(() => onDelete(removed))} />}
    </PageFrame>
  );
}

/** Buttons of a piece of one's own. */
export function OwnButtons<T extends Piece, L>({ shelf, one }: { shelf: Shelf<T, L>; one: T }): JSX.Element {
  const words = usePeopleTexts();
  return (
    <>
      <button type="button" class="button small-text" aria-label={`${words.edit}: ${one.title}`} onClick={() => shelf.edit(one)}>
        {words.edit}
      </button>
      <button type="button" class="button small-text" aria-label={`${words.remove}: ${one.title}`} onClick={() => shelf.remove(one)}>
        {words.remove}
      </button>
    </>
  );
}

/** The switch of a shipped piece. */
export function ShippedSwitch<T extends Piece, L>({ shelf, one, texts, onSwitch }: { shelf: Shelf<T, L>; one: T; texts: ShelfTexts; onSwitch(enabled: boolean): Promise<unknown> }): JSX.Element {
  return (
    <button type="button" class="button small-text" role="switch" aria-checked={one.enabled} aria-label={`${one.title}: ${texts.on}`} disabled={shelf.action.isBusy} onClick={() => shelf.change(() => onSwitch(!one.enabled))}>
      {one.enabled ? texts.on : texts.off}
    </button>
  );
}
