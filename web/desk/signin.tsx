import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { GlobeIcon } from "../shared/icons";
import { ApiError } from "./api";
import { Logo } from "./logo";
import { useView } from "./view";

export function SignIn({ onLanguage }: { onLanguage: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const words = texts.signIn;
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const codeField = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.focus(), []);
  useEffect(() => codeField.current?.focus(), [isAsked]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await desk.signIn(email, password, isAsked ? code : undefined);
    } catch (problem) {
      const known = problem instanceof ApiError ? problem : new ApiError(0, {});
      setBusy(false);
      if (known.code === "code_required") return setAsked(true);
      if (known.code === "unauthenticated") setAsked(false);
      setCode("");
      setError(known);
      codeField.current?.focus();
    }
  };

  return (
    <main class="sign-in">
      <form onSubmit={(event) => void submit(event)}>
        <div class="sign-in-head">
          <Logo />
          <button type="button" class="quiet-button" aria-label={texts.otherLanguageLabel} onClick={onLanguage}>
            <GlobeIcon />
            {texts.otherLanguage}
          </button>
        </div>
        <h1>{words.title}</h1>
        <label>
          {words.email}
          <input ref={field} type="email" name="email" autocomplete="username" required value={email} data-testid="desk-email" onInput={(event) => setEmail(event.currentTarget.value)} />
        </label>
        <label>
          {words.password}
          <input type="password" name="password" autocomplete="current-password" required value={password} data-testid="desk-password" onInput={(event) => setPassword(event.currentTarget.value)} />
        </label>
        {isAsked && (
          <label>
            {words.code}
            <input ref={codeField} name="code" autocomplete="one-time-code" inputMode="text" autocapitalize="off" spellcheck={false} required value={code} aria-describedby="code-hint" data-testid="desk-code" onInput={(event) => setCode(event.currentTarget.value)} />
            <small id="code-hint">{words.codeHint}</small>
          </label>
        )}
        <div role="alert">
          {error && (
            <p class="form-error" data-testid="desk-sign-in-error">
              {error.code === "code_wrong" ? words.codeWrong : error.status === 401 ? words.wrong : error.status === 429 ? words.tooMany(error.retryAfterS) : words.failed}
              {error.code === "unauthenticated" && <small>{words.wrongHint}</small>}
            </p>
          )}
        </div>
        <button type="submit" class="button primary wide" data-testid="desk-sign-in" disabled={isBusy}>
          {isBusy ? words.busy : words.submit}
        </button>
      </form>
    </main>
  );
}
