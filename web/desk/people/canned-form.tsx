import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import * as api from "./api";
import { Dialog, Field, Problem, useAction, usePeopleTexts } from "./parts";
import { Variables } from "./variables";

const MOST_CHARS = 1000;
const MOST_TITLE_CHARS = 80;
/** What a text may leave open (support/canned.py). */
const VARIABLES = ["customer", "item", "order", "amount", "carrier", "day_promised", "day_expected", "day_delivered", "days_late", "refund_amount", "day_refund"];

interface Props {
  canned: api.CannedResponse | null;
  language: "en" | "zh";
  mayBePersonal: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function CannedForm({ canned, language, mayBePersonal, onClose, onDone }: Props): JSX.Element {
  const words = usePeopleTexts();
  const text = words.canned;
  const action = useAction();
  const [title, setTitle] = useState(canned?.title ?? "");
  const [said, setSaid] = useState(canned?.text ?? "");
  const [isPersonal, setPersonal] = useState(canned?.personal ?? false);
  const field = useRef<HTMLTextAreaElement>(null);

  const submit = (event: Event): void => {
    event.preventDefault();
    const draft = { language, title: title.trim(), text: said.trim(), personal: isPersonal, intents: canned?.intents ?? [] };
    void action.run(async () => {
      await (canned ? api.changeCanned(canned.id, draft) : api.addCanned(draft));
      onDone();
    });
  };
  return (
    <Dialog title={canned ? text.editTitle : text.addTitle} onClose={onClose}>
      <form class="stack" onSubmit={submit} lang={language === "zh" ? "zh-CN" : "en"}>
        <Field label={text.titleField}>{(ids) => <input {...ids} required maxLength={MOST_TITLE_CHARS} value={title} data-first data-testid="canned-title" onInput={(event) => setTitle(event.currentTarget.value)} />}</Field>
        <Field label={text.text}>{(ids) => <textarea {...ids} ref={field} required rows={5} maxLength={MOST_CHARS} value={said} data-testid="canned-text" onInput={(event) => setSaid(event.currentTarget.value)} />}</Field>
        <Variables names={VARIABLES} label={text.variables} field={field} onInsert={setSaid} />
        {mayBePersonal && (
          <label class="choice">
            <input type="checkbox" checked={isPersonal} data-testid="canned-personal" onChange={(event) => setPersonal(event.currentTarget.checked)} />
            <span>
              {text.personal} <small class="quiet">{text.personalHint}</small>
            </span>
          </label>
        )}
        <Problem error={action.error} own={{ conflict: text.taken, invalid: text.badText }} />
        <div class="form-actions">
          <button type="submit" class="button primary" disabled={action.isBusy} data-testid="canned-submit">
            {action.isBusy ? words.saving : words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
