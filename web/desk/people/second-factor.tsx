/** Setting the second factor up, step by step, and turning it off. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import * as api from "./api";
import { CopyButton, Dialog, Field, Problem, Secret, useAction, usePeopleTexts } from "./parts";

export function SecondFactorSetUp({ onClose, isOff = false }: { onClose: () => void; isOff?: boolean }): JSX.Element {
  const words = usePeopleTexts();
  const text = words.account;
  const action = useAction();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [enrolment, setEnrolment] = useState<api.Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);

  const confirmPassword = (event: Event): void => {
    event.preventDefault();
    void action.run(async () => {
      if (isOff) {
        await api.endSecondFactor(password);
        onClose();
      } else setEnrolment(await api.beginSecondFactor(password));
    });
  };
  const confirmCode = (event: Event): void => {
    event.preventDefault();
    void action.run(async () => setCodes(await api.confirmSecondFactor(code)));
  };

  if (codes) {
    return (
      <Dialog title={text.codesTitle} onClose={onClose} isLocked>
        <p>{text.codesText}</p>
        <ul class="codes" data-testid="recovery-codes">
          {codes.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ul>
        <div class="form-actions">
          <CopyButton value={codes.join("\n")} />
          <button type="button" class="button primary" data-first data-testid="recovery-codes-kept" onClick={onClose}>
            {text.codesKept}
          </button>
        </div>
      </Dialog>
    );
  }
  if (enrolment) {
    return (
      <Dialog key="scan" title={text.scanTitle} onClose={onClose}>
        <img class="qr" src={enrolment.qr} alt={text.qrAlt} width="220" height="220" />
        <p class="quiet">{text.scanText}</p>
        <Secret value={enrolment.secret} testId="second-factor-secret" />
        <form class="stack" onSubmit={confirmCode}>
          <Field label={text.code} hint={text.codeHint}>
            {(ids) => <input {...ids} inputMode="numeric" autocomplete="one-time-code" required value={code} data-first data-testid="second-factor-code" onInput={(event) => setCode(event.currentTarget.value)} />}
          </Field>
          <Problem error={action.error} own={{ invalid: text.codeWrong }} />
          <div class="form-actions">
            <button type="submit" class="button primary" disabled={action.isBusy} data-testid="second-factor-confirm">
              {text.activate}
            </button>
          </div>
        </form>
      </Dialog>
    );
  }
  return (
    <Dialog key="password" title={isOff ? text.offTitle : text.confirmTitle} onClose={onClose}>
      <p>{isOff ? text.offText : text.confirmText}</p>
      <form class="stack" onSubmit={confirmPassword}>
        <Field label={words.password.old}>{(ids) => <input {...ids} type="password" autocomplete="current-password" required value={password} data-first data-testid="second-factor-password" onInput={(event) => setPassword(event.currentTarget.value)} />}</Field>
        <Problem error={action.error} own={{ not_allowed: words.password.wrong }} />
        <div class="form-actions">
          <button type="submit" class={isOff ? "button danger" : "button primary"} disabled={action.isBusy} data-testid="second-factor-next">
            {isOff ? text.turnOff : text.next}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
