import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../shared/contract";
import type { Tab } from "./api";
import { isDue } from "./item";
import { Rows } from "./rows";
import type { DeskState } from "./store";
import { useView } from "./view";

const TABS: Tab[] = ["open", "mine", "bot", "snoozed", "resolved"];

export function Queue({ state, agent }: { state: DeskState; agent: Agent }): JSX.Element {
  const { desk, language, texts } = useView();
  const { list, tab } = state;
  const nowMs = useNow(list.items.some((item) => item.waiting_since || isDue(item)));
  const count = list.next === null ? list.items.length : Math.max(state.counts[tab], list.items.length);
  return (
    <section class="queue" aria-label={texts.queue}>
      <div class="tabs" role="tablist" aria-label={texts.queue}>
        {TABS.map((one) => (
          <button type="button" key={one} role="tab" id={`tab-${one}`} aria-selected={tab === one} aria-controls="queue-list" data-testid={`desk-tab-${one}`} onClick={() => desk.showTab(one)}>
            {texts.tabs[one]}
            {one === "open" && state.counts.open > 0 && <span class="tab-count">{short(state.counts.open, language)}</span>}
          </button>
        ))}
      </div>
      <p class="queue-count quiet" data-testid="desk-count">
        {list.state === "ready" && count > 0 && texts.conversations(count)}
      </p>
      <span class="sr" role="status">
        {list.more === "loading" && texts.loadingMore}
      </span>
      {list.state === "ready" && list.items.length > 0 ? (
        <Rows key={tab} state={state} agent={agent} count={count} nowMs={nowMs} />
      ) : (
        <div class="queue-list" id="queue-list" role="tabpanel" aria-labelledby={`tab-${tab}`} data-testid="desk-queue">
          {list.state === "loading" && <p class="queue-empty">{texts.loading}</p>}
          {list.state === "failed" && (
            <p class="queue-empty" role="alert">
              {texts.listFailed}
              <button type="button" class="button" onClick={() => desk.showTab(tab)}>
                {texts.retry}
              </button>
            </p>
          )}
          {list.state === "ready" && <p class="queue-empty">{texts.empty[tab]}</p>}
        </div>
      )}
    </section>
  );
}

function short(count: number, language: string): string {
  return count < 1000 ? String(count) : new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

/** Return the time, every second while somebody waits. */
function useNow(isTicking: boolean): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [isTicking]);
  return nowMs;
}
