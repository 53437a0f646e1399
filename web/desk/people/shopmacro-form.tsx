import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { CloseIcon, PlusIcon } from "../../shared/icons";
import { useView } from "../view";
import { queues } from "./api";
import { Dialog, Field, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import * as api from "./sayings-api";
import { queueTitle } from "./texts";
import { Variables } from "./variables";

const MOST_CHARS = 1000;
const MOST_TITLE_CHARS = 80;
const MOST_QUESTION_CHARS = 200;
const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
const ENDS = ["", "snooze_hours", "snooze_days", "queue", "resolve"] as const;
type End = (typeof ENDS)[number];

interface Props {
  macro: api.ShopMacro | null;
  parts: api.ShopMacros;
  language: api.SpokenLanguage;
  onClose: () => void;
  onDone: () => void;
}

/** A macro's parts: what it says, what it takes for true, what it asks and what it does. A shipped one becomes a copy. */
export function MacroForm({ macro, parts, language, onClose, onDone }: Props): JSX.Element {
  const { texts, language: read } = useView();
  const words = usePeopleTexts();
  const text = words.shopMacros;
  const action = useAction();
  const listed = useLoaded(queues);
  const isCopy = macro?.shipped ?? false;
  const [title, setTitle] = useState(isCopy ? "" : (macro?.title ?? ""));
  const [said, setSaid] = useState(macro?.text ?? "");
  const [note, setNote] = useState(macro?.note ?? "");
  const [when, setWhen] = useState(macro?.when ?? []);
  const [asks, setAsks] = useState(macro?.asks ?? []);
  const [priority, setPriority] = useState(macro?.does.find((step) => step.kind === "priority")?.value ?? "");
  const last = macro?.does.find((step) => step.kind !== "priority");
  const [end, setEnd] = useState<End>(ENDS.find((one) => one === last?.kind) ?? "");
  const [value, setValue] = useState(last?.value ?? "");
  const [mistake, setMistake] = useState("");
  const [isNote, setNoteActive] = useState(false);
  const saidField = useRef<HTMLTextAreaElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);

  const submit = (event: Event): void => {
    event.preventDefault();
    const does = [...(priority ? [{ kind: "priority", value: priority }] : []), ...(end ? [{ kind: end, value: end === "resolve" ? "true" : value }] : [])];
    const draft = { language, title: title.trim(), text: said.trim(), note: note.trim(), when, asks: asks.map((one) => ({ name: one.name.trim(), question: one.question.trim() })), does };
    const idle = draft.asks.filter((one) => !`${draft.text}${draft.note}`.includes(`{${one.name}}`)).map((one) => `{${one.name}}`);
    const found = !draft.text && !draft.note && does.length === 0 ? text.empty : end === "queue" && !draft.note ? text.noteForQueue : idle.length > 0 ? text.asksIdle(idle.join(", ")) : "";
    setMistake(found);
    action.clear();
    if (found) return;
    void action.run(async () => {
      await (macro && !isCopy ? api.changeMacro(macro.id, draft) : api.addMacro(draft));
      onDone();
    });
  };
  const lang = language === "zh" ? "zh-CN" : "en";
  const names = [...asks.map((one) => one.name).filter(Boolean), ...parts.variables];
  const ask = (place: number, change: Partial<(typeof asks)[number]>): void => setAsks(asks.map((one, index) => (index === place ? { ...one, ...change } : one)));
  return (
    <Dialog title={macro ? (isCopy ? text.copyTitle : text.editTitle) : text.addTitle} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label={text.titleField}>{(ids) => <input {...ids} required maxLength={MOST_TITLE_CHARS} lang={lang} value={title} data-first data-testid="macro-title" onInput={(event) => setTitle(event.currentTarget.value)} />}</Field>
        <Field label={text.reply}>
          {(ids) => <textarea {...ids} ref={saidField} rows={4} maxLength={MOST_CHARS} lang={lang} value={said} data-testid="macro-text" onFocus={() => setNoteActive(false)} onInput={(event) => setSaid(event.currentTarget.value)} />}
        </Field>
        <Field label={text.note}>
          {(ids) => <textarea {...ids} ref={noteField} rows={2} maxLength={MOST_CHARS} lang={lang} value={note} data-testid="macro-note" onFocus={() => setNoteActive(true)} onInput={(event) => setNote(event.currentTarget.value)} />}
        </Field>
        <Variables names={names} label={text.variables} field={isNote ? noteField : saidField} onInsert={isNote ? setNote : setSaid} />
        <fieldset class="choices conditions">
          <legend>{text.when}</legend>
          <small class="quiet wide">{text.whenHint}</small>
          {inOrder(parts.conditions, text.conditions).map((name) => (
            <label class="choice" key={name}>
              <input type="checkbox" checked={when.includes(name)} data-testid={`macro-when-${name}`} onChange={(event) => setWhen(event.currentTarget.checked ? [...when, name] : when.filter((one) => one !== name))} />
              <span>{text.conditions[name] ?? name}</span>
            </label>
          ))}
        </fieldset>
        <fieldset class="choices asks">
          <legend>{text.asks}</legend>
          <small class="quiet wide">{text.asksHint}</small>
          {asks.map((one, place) => (
            <div class="ask" key={place}>
              <Field label={text.askName}>
                {(ids) => <input {...ids} required pattern="[a-z][a-z0-9_]{0,40}" spellcheck={false} autocapitalize="off" value={one.name} data-testid={`macro-ask-name-${place}`} onInput={(event) => ask(place, { name: event.currentTarget.value })} />}
              </Field>
              <Field label={text.askQuestion}>{(ids) => <input {...ids} required maxLength={MOST_QUESTION_CHARS} lang={lang} value={one.question} data-testid={`macro-ask-question-${place}`} onInput={(event) => ask(place, { question: event.currentTarget.value })} />}</Field>
              <button type="button" class="quiet-button" aria-label={`${text.removeAsk}: ${one.name}`} onClick={() => setAsks(asks.filter((_, index) => index !== place))}>
                <CloseIcon />
              </button>
            </div>
          ))}
          <button type="button" class="button" data-testid="macro-ask-add" onClick={() => setAsks([...asks, { name: "", question: "" }])}>
            <PlusIcon />
            {text.addAsk}
          </button>
        </fieldset>
        <fieldset class="choices then">
          <legend>{text.then}</legend>
          <Field label={text.priority}>
            {(ids) => (
              <select {...ids} value={priority} data-testid="macro-priority" onChange={(event) => setPriority(event.currentTarget.value)}>
                <option value="">{text.samePriority}</option>
                {PRIORITIES.map((one) => (
                  <option key={one} value={one}>
                    {texts.priority[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={text.end}>
            {(ids) => (
              <select
                {...ids}
                value={end}
                data-testid="macro-end"
                onChange={(event) => {
                  setEnd(event.currentTarget.value as End);
                  setValue("");
                }}
              >
                {ENDS.map((one) => (
                  <option key={one} value={one}>
                    {text.ends[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {(end === "snooze_hours" || end === "snooze_days") && (
            <Field label={end === "snooze_hours" ? text.hours : text.days}>
              {(ids) => <input {...ids} type="number" required min={1} max={end === "snooze_hours" ? 72 : 90} value={value} data-testid="macro-value" onInput={(event) => setValue(event.currentTarget.value)} />}
            </Field>
          )}
          {end === "queue" && (
            <Field label={text.queue}>
              {(ids) => (
                <select {...ids} required value={value} data-testid="macro-value" onChange={(event) => setValue(event.currentTarget.value)}>
                  <option value="" />
                  {(listed.data ?? []).map((queue) => (
                    <option key={queue.name} value={queue.name}>
                      {queueTitle(words, read, queue)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </fieldset>
        <div role="alert">{mistake && <p class="form-error">{mistake}</p>}</div>
        <Problem error={action.error} own={{ invalid: text.badMacro }} />
        <div class="form-actions">
          <button type="submit" class="button primary" disabled={action.isBusy} data-testid="macro-submit">
            {action.isBusy ? words.saving : words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The conditions as our words list them: an order's life, its refund, the customer; what we have no words for comes last. */
function inOrder(conditions: string[], named: Record<string, string>): string[] {
  const known = Object.keys(named).filter((name) => conditions.includes(name));
  return [...known, ...conditions.filter((name) => !known.includes(name))];
}
