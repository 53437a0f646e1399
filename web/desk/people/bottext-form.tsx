import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { CloseIcon, PlusIcon } from "../../shared/icons";
import type { ApiError } from "../api";
import { readable } from "./bottexts";
import { Confirm, Dialog, Field, Problem, useAction, usePeopleTexts } from "./parts";
import * as api from "./sayings-api";
import type { SayingsTexts } from "./sayings-texts";
import { Variables } from "./variables";

const MOST_CHARS = 1000;
const MOST_WORDINGS = 8;

interface Props {
  one: api.BotText;
  language: api.SpokenLanguage;
  onClose: () => void;
  onDone: (done: api.BotText) => void;
}

/** A reply's wordings, one field each; the shipped ones stay in sight. */
export function BotTextForm({ one, language, onClose, onDone }: Props): JSX.Element {
  const words = usePeopleTexts();
  const text = words.botTexts;
  const action = useAction();
  const [said, setSaid] = useState(one.own ?? one.shipped);
  const [at, setAt] = useState(0);
  const [isResetting, setResetting] = useState(false);
  const field = useRef<HTMLTextAreaElement | null>(null);
  const change = (place: number, value: string): void => setSaid(said.map((before, index) => (index === place ? value : before)));
  const submit = (event: Event): void => {
    event.preventDefault();
    void action.run(async () => onDone(await api.changeBotText(one.name, language, said)));
  };
  const lang = language === "zh" ? "zh-CN" : "en";
  return (
    <Dialog title={readable(one.name)} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        {said.map((wording, place) => (
          <div class="wording" key={place}>
            <Field label={text.wording(place + 1)}>
              {(ids) => (
                <textarea
                  {...ids}
                  required
                  rows={3}
                  maxLength={MOST_CHARS}
                  lang={lang}
                  value={wording}
                  data-testid={`wording-${place}`}
                  {...(place === 0 ? { "data-first": true } : {})}
                  onFocus={(event) => {
                    field.current = event.currentTarget;
                    setAt(place);
                  }}
                  onInput={(event) => change(place, event.currentTarget.value)}
                />
              )}
            </Field>
            {said.length > 1 && (
              <button
                type="button"
                class="quiet-button"
                aria-label={text.removeWording(place + 1)}
                onClick={() => {
                  setSaid(said.filter((_, index) => index !== place));
                  setAt(0);
                }}
              >
                <CloseIcon />
              </button>
            )}
          </div>
        ))}
        {one.variables.length > 0 && <Variables names={one.variables} label={text.variables} field={field} onInsert={(value) => change(at, value)} />}
        {said.length < MOST_WORDINGS && (
          <button type="button" class="button align-start" data-testid="wording-add" onClick={() => setSaid([...said, ""])}>
            <PlusIcon />
            {text.addWording}
          </button>
        )}
        {one.buttons.length > 0 && (
          <p class="quiet small-text">
            {text.buttons}{" "}
            <span class="button-names" lang={lang}>
              {one.buttons.map((title) => (
                <span class="badge" key={title}>
                  {title}
                </span>
              ))}
            </span>
          </p>
        )}
        {one.own && (
          <section class="as-shipped" aria-label={text.shipped}>
            <h3>{text.shipped}</h3>
            <ul lang={lang}>
              {one.shipped.map((wording) => (
                <li key={wording}>{wording}</li>
              ))}
            </ul>
          </section>
        )}
        <Problem error={isResetting ? null : action.error} own={{ invalid: complaint(text, action.error) }} />
        <div class="form-actions">
          {one.own && (
            <button type="button" class="button" data-testid="text-reset" onClick={() => setResetting(true)}>
              {text.reset}
            </button>
          )}
          <button type="submit" class="button primary" disabled={action.isBusy} data-testid="text-save">
            {action.isBusy ? words.saving : words.save}
          </button>
        </div>
      </form>
      {isResetting && (
        <Confirm title={text.resetTitle} text={text.resetText} yes={text.reset} action={action} onClose={() => setResetting(false)} onYes={() => void action.run(async () => onDone(await api.resetBotText(one.name, language)))} />
      )}
    </Dialog>
  );
}

/** Say what is wrong with the wordings; the server tells its kind. */
function complaint(text: SayingsTexts["botTexts"], error: ApiError | null): string {
  const kind = String(error?.detail?.kind ?? "other");
  const names = (Array.isArray(error?.detail?.names) ? error.detail.names : []).map((name) => `{${String(name)}}`).join(", ");
  if (kind === "unknown") return text.unknown(names);
  if (kind === "uncovered") return text.uncovered(names);
  return text.problem[kind] ?? text.problem.other ?? "";
}
