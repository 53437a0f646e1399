/** The pages beside the queue: one's own account, and what the shop decides. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Agent } from "../../shared/contract";
import { BackIcon, GlobeIcon, SignOutIcon } from "../../shared/icons";
import { useObservable } from "../../shared/observable";
import { Logo } from "../logo";
import { isFor, PAGES, type Page } from "../place";
import { useView } from "../view";
import { AccountPage } from "./account";
import { AuditPage } from "./audit";
import { BotTextsPage } from "./bottexts";
import { CannedPage } from "./canned";
import { HoursPage } from "./hours";
import { PageFrame, usePeopleTexts } from "./parts";
import { QueuesPage } from "./queues";
import { ReportsPage } from "./reports";
import { RetentionPage } from "./retention";
import { MacrosPage } from "./shopmacros";
import { TeamPage } from "./team";

export function Pages({ agent, page, onLanguage }: { agent: Agent; page: Page; onLanguage: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const words = usePeopleTexts();
  const { unread } = useObservable(desk.alerts.state);
  const main = useRef<HTMLElement>(null);
  const shown = PAGES.filter((one) => isFor(one, agent.role));
  const back = desk.state.value.selectedId ? `#/${desk.state.value.selectedId}` : "#/";

  useEffect(() => {
    document.title = `${unread > 0 ? `${texts.newInTitle(unread)} · ` : ""}${words.nav[page]} · ${texts.desk}`;
  }, [page, words, unread]);

  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // Whoever reads by ear hears which page this is.
    main.current?.querySelector<HTMLElement>("h1")?.focus();
  }, [page, words]);

  return (
    <div class="shell pages">
      <header class="top">
        <Logo />
        <strong>{texts.desk}</strong>
        <span class="top-space" />
        <span class="agent-name">{agent.name}</span>
        <button type="button" class="quiet-button" aria-label={texts.otherLanguageLabel} onClick={onLanguage}>
          <GlobeIcon />
          {texts.otherLanguage}
        </button>
        <button type="button" class="quiet-button" aria-label={texts.signOut} title={texts.signOut} data-testid="desk-sign-out" onClick={() => void desk.signOut()}>
          <SignOutIcon />
        </button>
      </header>
      <div class="pages-columns">
        <nav class="pages-nav" aria-label={words.nav.label}>
          <a class="pages-back" href={back} data-testid="pages-back">
            <BackIcon />
            {words.nav.back}
          </a>
          <ul>
            {shown.map((one) => (
              <li key={one}>
                <a href={`#/${one}`} aria-current={one === page ? "page" : undefined} data-testid={`nav-${one}`}>
                  {words.nav[one]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main class="pages-main" ref={main}>
          <div class="page">{isFor(page, agent.role) ? <PageOf page={page} agent={agent} /> : <PageFrame title={words.nav[page]} intro={words.notForYou} />}</div>
        </main>
      </div>
    </div>
  );
}

function PageOf({ page, agent }: { page: Page; agent: Agent }): JSX.Element | null {
  switch (page) {
    case "account":
      return <AccountPage agent={agent} />;
    case "canned":
      return <CannedPage agent={agent} />;
    case "macros":
      return <MacrosPage />;
    case "texts":
      return <BotTextsPage />;
    case "team":
      return <TeamPage agent={agent} />;
    case "queues":
      return <QueuesPage />;
    case "hours":
      return <HoursPage />;
    case "retention":
      return <RetentionPage />;
    case "reports":
      return <ReportsPage />;
    case "audit":
      return <AuditPage />;
    case "wallboard":
      return null; // a page of its own (main.tsx)
  }
}
