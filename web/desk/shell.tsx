import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../shared/contract";
import { AlertIcon, GlobeIcon, KeyboardIcon, SearchIcon, SignOutIcon } from "../shared/icons";
import { useObservable } from "../shared/observable";
import { Alarm } from "./alarms";
import { ContextPanel } from "./context/panel";
import { ConversationPane } from "./conversation";
import { Dialogs } from "./dialogs";
import { Logo } from "./logo";
import { NoticesButton } from "./notices";
import { TopLinks } from "./people/toplinks";
import { Queue } from "./queue";
import { ShortcutList, useShortcuts } from "./shortcuts";
import type { Pane } from "./store";
import { useView } from "./view";

const PANES: Pane[] = ["queue", "conversation", "context"];

export function Shell({ agent, onLanguage }: { agent: Agent; onLanguage: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const state = useObservable(desk.state);
  const [hasHelp, setHelp] = useState(false);
  useShortcuts(desk, () => setHelp(true));

  return (
    <div class="shell" data-pane={state.pane}>
      <header class="top">
        <Logo />
        <strong>{texts.desk}</strong>
        <span class="top-space" />
        <button type="button" class="search-open" aria-keyshortcuts="Control+K /" data-testid="desk-search-open" onClick={() => desk.team.open("search")}>
          <SearchIcon />
          <span>{texts.team.search.open}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <NoticesButton />
        <TopLinks agent={agent} />
        <button type="button" class="quiet-button" role="switch" aria-checked={agent.presence !== "away"} title={texts.presenceHint} data-testid="desk-presence" onClick={() => void desk.setAway(agent.presence !== "away")}>
          {agent.presence === "away" ? texts.away : texts.online}
        </button>
        <button type="button" class="quiet-button keyboard-only" aria-label={texts.shortcuts.open} title={texts.shortcuts.open} onClick={() => setHelp(true)}>
          <KeyboardIcon />
        </button>
        <button type="button" class="quiet-button" aria-label={texts.otherLanguageLabel} data-testid="language-switch" onClick={onLanguage}>
          <GlobeIcon />
          {texts.otherLanguage}
        </button>
        <button type="button" class="quiet-button" aria-label={texts.signOut} title={texts.signOut} data-testid="desk-sign-out" onClick={() => void desk.signOut()}>
          <SignOutIcon />
        </button>
      </header>
      <div role="status" class="link-place">
        {state.link === "reconnecting" && (
          <p class="link-banner" data-testid="desk-banner">
            <AlertIcon />
            {texts.reconnecting}
          </p>
        )}
      </div>
      <Alarm alarms={desk.alarms} />
      <nav class="panes">
        {PANES.map((pane) => (
          <button type="button" key={pane} aria-current={state.pane === pane ? "true" : undefined} disabled={pane !== "queue" && !state.selectedId} onClick={() => desk.showPane(pane)}>
            {texts.panes[pane]}
          </button>
        ))}
      </nav>
      <div class="columns">
        <Queue state={state} agent={agent} />
        <ConversationPane state={state} agent={agent} />
        <ContextPanel state={state} />
      </div>
      <Dialogs state={state} agent={agent} />
      {hasHelp && <ShortcutList onClose={() => setHelp(false)} />}
    </div>
  );
}
