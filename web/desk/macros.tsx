/** Macros: found by a word, seen as they would run, filled in where they ask, and run with one key. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Macro, Priority } from "../shared/contract";
import { useObservable } from "../shared/observable";
import { ApiError } from "./api";
import { Dialog } from "./dialog";
import { newId } from "./store";
import * as api from "./teamapi";
import { named, type Texts } from "./texts";
import { useView } from "./view";

const LIST_ID = "macro-list";

export function Macros({ conversationId, onClose }: { conversationId: string; onClose: () => void }): JSX.Element {
  const { texts } = useView();
  const words = texts.team.macros;
  const [listed, setListed] = useState<Macro[] | "loading" | "failed">("loading");
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const [chosen, setChosen] = useState<Macro | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const load = async (): Promise<Macro[]> => {
    try {
      const found = await api.macros(conversationId);
      setListed(found);
      return found;
    } catch {
      setListed("failed");
      return [];
    }
  };
  useEffect(() => void load(), [conversationId]);
  useLayoutEffect(() => {
    if (!chosen) field.current?.focus();
  }, [chosen]);

  const found = Array.isArray(listed) ? listed.filter((macro) => query.toLowerCase().split(/\s+/).every((word) => `${macro.title} ${macro.text}`.toLowerCase().includes(word))) : [];
  const at = Math.min(place, Math.max(0, found.length - 1));
  const keyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") setPlace(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(0, at - 1));
    else if (event.key === "Enter") setChosen(found[at] ?? null);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={chosen?.title ?? words.title} testId="desk-macros" isWide onClose={onClose}>
      {chosen ? (
        <Preview
          key={chosen.fingerprint}
          macro={chosen}
          conversationId={conversationId}
          onBack={() => setChosen(null)}
          onDone={onClose}
          onChanged={async () => setChosen((await load()).find((macro) => macro.id === chosen.id) ?? null)}
        />
      ) : (
        <>
          <input
            ref={field}
            class="search-field"
            role="combobox"
            aria-label={words.filter}
            aria-expanded={found.length > 0}
            aria-controls={LIST_ID}
            aria-activedescendant={found.length > 0 ? `${LIST_ID}-${at}` : undefined}
            placeholder={words.filter}
            value={query}
            data-testid="desk-macro-filter"
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setPlace(0);
            }}
            onKeyDown={keyDown}
          />
          <p class="sheet-status quiet" role="status">
            {listed === "loading" && texts.loading}
            {listed === "failed" && words.failed}
            {Array.isArray(listed) && found.length === 0 && (listed.length === 0 ? words.none : words.noneFound)}
          </p>
          <ul class="results" role="listbox" id={LIST_ID} aria-label={words.title}>
            {found.map((macro, index) => (
              <li key={macro.id} id={`${LIST_ID}-${index}`} role="option" aria-selected={index === at} data-testid="desk-macro" data-id={macro.id} onClick={() => setChosen(macro)}>
                <span class="result-line">
                  <strong>{macro.title}</strong>
                </span>
                <span class="result-text one-line">{[macro.text, ...macro.does.map((step) => said(step, texts))].filter(Boolean).join(" · ")}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface PreviewProps {
  macro: Macro;
  conversationId: string;
  onBack: () => void;
  onDone: () => void;
  onChanged: () => Promise<void>;
}

/** What it would say and do, with what the agent is asked for filled in as they type. */
function Preview({ macro, conversationId, onBack, onDone, onChanged }: PreviewProps): JSX.Element {
  const { desk, texts } = useView();
  const words = texts.team.macros;
  const { isBusy } = useObservable(desk.state);
  const [values, setValues] = useState<Record<string, string>>({});
  const [isChanged, setChanged] = useState(false);
  const [isFailed, setFailed] = useState(false);
  const [id] = useState(newId);
  const [since] = useState(() => desk.newestOffset());
  const form = useRef<HTMLFormElement>(null);
  const isReady = macro.asks.every((one) => (values[one.name] ?? "").trim());

  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, button[type=submit]")?.focus(), []);

  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.trim() || whole);
  const run = async (isAnyway: boolean): Promise<void> => {
    setFailed(false);
    let isCrossed = false;
    const isDone = await desk.change(async () => {
      try {
        return await api.runMacro(conversationId, macro.id, { fingerprint: macro.fingerprint, values, client_message_id: id, seen_offset: since, anyway: isAnyway });
      } catch (error) {
        if (error instanceof ApiError) {
          isCrossed = desk.team.crossed(error, () => run(true));
          if (error.detail?.["kind"] === "changed") setChanged(true);
        }
        throw error;
      }
    });
    if (isCrossed) desk.dismissProblem();
    if (isDone) onDone();
    else if (!isCrossed) setFailed(true);
  };

  return (
    <form
      ref={form}
      class="sheet-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void run(false);
      }}
    >
      {macro.asks.map((one) => (
        <label key={one.name}>
          {one.question}
          <input required maxLength={200} value={values[one.name] ?? ""} data-testid="desk-macro-ask" onInput={(event) => setValues({ ...values, [one.name]: event.currentTarget.value })} />
        </label>
      ))}
      <dl class="preview" data-testid="desk-macro-preview">
        {macro.text && (
          <div>
            <dt>{words.reply}</dt>
            <dd class="preview-reply">{filled(macro.text)}</dd>
          </div>
        )}
        {macro.note && (
          <div>
            <dt>{words.note}</dt>
            <dd class="preview-note">{filled(macro.note)}</dd>
          </div>
        )}
        {macro.does.length > 0 && (
          <div>
            <dt>{words.does}</dt>
            <dd>
              <ul>
                {macro.does.map((step) => (
                  <li key={step.kind}>{said(step, texts)}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      {isChanged && (
        <p role="alert">
          {words.changed}{" "}
          <button type="button" class="button small" onClick={() => void onChanged()}>
            {texts.retry}
          </button>
        </p>
      )}
      {isFailed && !isChanged && <p role="alert">{texts.team.failed}</p>}
      <div class="sheet-end">
        <button type="button" class="button" onClick={onBack}>
          {words.back}
        </button>
        <button type="submit" class="button primary" data-testid="desk-macro-run" disabled={isBusy || !isReady}>
          {words.run}
        </button>
      </div>
    </form>
  );
}

/** Say in words what a step does. */
export function said({ kind, value }: Macro["does"][number], texts: Texts): string {
  const words = texts.team.macros;
  switch (kind) {
    case "priority":
      return words.priority(texts.priority[value as Priority] ?? value);
    case "queue":
      return words.queue(named(texts.team.queue, value));
    case "snooze_hours":
      return words.snooze_hours(value);
    case "snooze_days":
      return words.snooze_days(value);
    case "resolve":
      return words.resolve;
    default:
      return kind;
  }
}
