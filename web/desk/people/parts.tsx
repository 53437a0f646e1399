/** What the pages of accounts and settings are made of. */

import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import { CloseIcon } from "../../shared/icons";
import { ApiError } from "../api";
import { useView } from "../view";
import { peopleTexts, type PeopleTexts } from "./texts";

export function usePeopleTexts(): PeopleTexts {
  return peopleTexts(useView().language);
}

export function problemText(texts: PeopleTexts, error: ApiError, own: Record<string, string> = {}): string {
  return own[error.code] ?? texts.problem[error.code] ?? texts.problem.other ?? "";
}

export interface Loaded<T> {
  data: T | null;
  hasFailed: boolean;
  reload(): void;
  set(data: T): void;
}

/** Load something when the page opens; who is signed out meanwhile is asked to sign in. */
export function useLoaded<T>(load: () => Promise<T>, deps: readonly unknown[] = []): Loaded<T> {
  const { desk } = useView();
  const [data, set] = useState<T | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const asked = useRef(0);
  const reload = useCallback(() => {
    const mine = ++asked.current;
    setFailed(false);
    load().then(
      (found) => mine === asked.current && set(found),
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) desk.signedOut();
        else if (mine === asked.current) setFailed(true);
      },
    );
  }, deps);
  useEffect(reload, [reload]);
  return { data, hasFailed, reload, set };
}

export interface Action {
  isBusy: boolean;
  error: ApiError | null;
  clear(): void;
  run(act: () => Promise<void>): Promise<void>;
}

/** Do one thing at a time, and keep what went wrong. */
export function useAction(): Action {
  const { desk } = useView();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async (act: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (problem) {
      const known = problem instanceof ApiError ? problem : new ApiError(0, {});
      if (known.status === 401) desk.signedOut();
      else setError(known);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, clear: () => setError(null), run };
}

/** A page's head and its states: loading, failed, there; without a title where it stands already. */
export function PageFrame({ title, intro, action, loaded, children }: { title: string; intro?: string; action?: ComponentChildren; loaded?: Loaded<unknown>; children?: ComponentChildren }): JSX.Element {
  const { texts } = useView();
  const words = usePeopleTexts();
  return (
    <>
      {title && (
        <div class="page-head">
          <h1 tabIndex={-1}>{title}</h1>
          {action}
        </div>
      )}
      {intro && <p class="page-intro">{intro}</p>}
      {loaded && loaded.data === null ? (
        loaded.hasFailed ? (
          <div class="page-state" role="alert">
            <p>{words.loadFailed}</p>
            <button type="button" class="button" onClick={loaded.reload}>
              {texts.retry}
            </button>
          </div>
        ) : (
          <p class="page-state quiet" role="status">
            {texts.loading}
          </p>
        )
      ) : (
        children
      )}
    </>
  );
}

export function Dialog({ title, onClose, children, isLocked = false }: { title: string; onClose: () => void; children: ComponentChildren; isLocked?: boolean }): JSX.Element {
  const { texts } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog ref={dialog} class="form-dialog" aria-labelledby={id} onCancel={(event) => isLocked && event.preventDefault()} onClose={onClose}>
      <div class="form-dialog-head">
        <h2 id={id}>{title}</h2>
        {!isLocked && (
          <button type="button" class="quiet-button" aria-label={texts.close} onClick={onClose}>
            <CloseIcon />
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}

/** A question before something that cannot be undone. */
export function Confirm({ title, text, yes, action, own, onYes, onClose }: { title: string; text: string; yes: string; action: Action; own?: Record<string, string>; onYes: () => void; onClose: () => void }): JSX.Element {
  const words = usePeopleTexts();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <Problem error={action.error} own={own} />
      <div class="form-actions">
        <button type="button" class="button" data-first onClick={onClose}>
          {words.cancel}
        </button>
        <button type="button" class="button danger" data-testid="confirm-yes" disabled={action.isBusy} onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  );
}

export function Problem({ error, own }: { error: ApiError | null; own?: Record<string, string> | undefined }): JSX.Element {
  const words = usePeopleTexts();
  return <div role="alert">{error && <p class="form-error">{problemText(words, error, own)}</p>}</div>;
}

export function Field({ label, hint, children }: { label: string; hint?: string | undefined; children: (ids: { id: string; "aria-describedby"?: string }) => JSX.Element }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...(hint ? { "aria-describedby": `${id}-hint` } : {}) })}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/** Several of a few; none chosen means all. */
export function Choices({ legend, all, options, chosen, onChange }: { legend: string; all: string; options: { value: string; label: string }[]; chosen: string[]; onChange: (chosen: string[]) => void }): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <label class="choice">
        <input type="checkbox" checked={chosen.length === 0} onChange={() => onChange([])} disabled={chosen.length === 0} />
        <span>{all}</span>
      </label>
      {options.map(({ value, label }) => (
        <label class="choice" key={value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A secret that is shown once, with a button that copies it. */
export function Secret({ value, testId }: { value: string; testId: string }): JSX.Element {
  return (
    <div class="secret">
      <code data-testid={testId}>{value}</code>
      <CopyButton value={value} />
    </div>
  );
}

export function CopyButton({ value }: { value: string }): JSX.Element {
  const words = usePeopleTexts();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    // Where the page is not served over HTTPS there is no clipboard: the text can still be selected.
    void navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <button type="button" class="button small-text" aria-live="polite" onClick={copy}>
      {isCopied ? words.copied : words.copy}
    </button>
  );
}
