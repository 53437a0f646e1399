import type { JSX } from "preact";
import type { Agent } from "../../shared/contract";
import { GlobeIcon } from "../../shared/icons";
import { Logo } from "../logo";
import { useView } from "../view";
import { usePeopleTexts } from "./parts";
import { PasswordForm } from "./password";

/** What whoever comes in with a one-time password sees, and nothing else. */
export function FirstPassword({ agent, onLanguage }: { agent: Agent; onLanguage: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const words = usePeopleTexts();
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <div class="sign-in-head">
          <Logo />
          <button type="button" class="quiet-button" aria-label={texts.otherLanguageLabel} onClick={onLanguage}>
            <GlobeIcon />
            {texts.otherLanguage}
          </button>
        </div>
        <h1>{words.password.title}</h1>
        <p class="quiet">{words.password.first}</p>
        <PasswordForm agent={agent} isFirst onChanged={() => void desk.renew()} />
        <button type="button" class="button wide" onClick={() => void desk.signOut()}>
          {texts.signOut}
        </button>
      </div>
    </main>
  );
}
