import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../../shared/contract";
import * as api from "./api";
import { Field, Problem, useAction, usePeopleTexts } from "./parts";

const LEAST_CHARS = 8;

export function PasswordForm({ agent, isFirst = false, onChanged }: { agent: Agent; isFirst?: boolean; onChanged: () => void }): JSX.Element {
  const words = usePeopleTexts();
  const text = words.password;
  const action = useAction();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [mistake, setMistake] = useState("");

  const submit = (event: Event): void => {
    event.preventDefault();
    const found = next.length < LEAST_CHARS ? text.short : next !== again ? text.differ : "";
    setMistake(found);
    action.clear();
    if (found) return;
    void action.run(async () => {
      await api.changePassword(old, next);
      setOld("");
      setNext("");
      setAgain("");
      onChanged();
    });
  };

  return (
    <form class="stack" onSubmit={submit} data-testid="password-form">
      {/* Password managers want to know whose it is. */}
      <input type="text" name="username" autocomplete="username" value={agent.email} readOnly hidden />
      <Field label={isFirst ? text.oneTime : text.old}>{(ids) => <input {...ids} type="password" autocomplete="current-password" required value={old} data-testid="password-old" onInput={(event) => setOld(event.currentTarget.value)} />}</Field>
      <Field label={text.new} hint={text.hint}>
        {(ids) => <input {...ids} type="password" autocomplete="new-password" required value={next} data-testid="password-new" onInput={(event) => setNext(event.currentTarget.value)} />}
      </Field>
      <Field label={text.again}>{(ids) => <input {...ids} type="password" autocomplete="new-password" required value={again} data-testid="password-again" onInput={(event) => setAgain(event.currentTarget.value)} />}</Field>
      <div role="alert">{mistake && <p class="form-error">{mistake}</p>}</div>
      <Problem error={action.error} own={{ not_allowed: text.wrong, invalid: text.weak }} />
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={action.isBusy} data-testid="password-submit">
          {action.isBusy ? words.saving : text.submit}
        </button>
      </div>
    </form>
  );
}
