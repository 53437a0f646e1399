/** The wallboard: made to be read from across the room. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { BackIcon } from "../../shared/icons";
import type { Language } from "../../shared/language";
import { clockTime, elapsed, length } from "../../shared/moment";
import { useObservable } from "../../shared/observable";
import { Logo } from "../logo";
import { useView } from "../view";
import * as api from "./api";
import { PageFrame, useLoaded, usePeopleTexts } from "./parts";
import { queueTitle } from "./texts";

export function Wallboard(): JSX.Element {
  const { desk, language, texts } = useView();
  const words = usePeopleTexts();
  const text = words.board;
  const { link } = useObservable(desk.state);
  const loaded = useLoaded(api.wallboard);
  const nowMs = useSeconds();
  const { set } = loaded;
  useEffect(() => desk.watchWallboard(set), [desk, set]);
  useEffect(() => {
    document.title = `${text.title} · ${texts.desk}`;
  }, [text, texts]);
  const board = loaded.data;

  return (
    <main class="board">
      <header class="board-head">
        <a class="quiet-button" href="#/" aria-label={text.back} title={text.back}>
          <BackIcon />
        </a>
        <Logo />
        <h1>{text.title}</h1>
        <p class={`board-link ${link}`} role="status" data-testid="board-link">
          {link === "online" ? text.live : board && `${text.lost} ${clockTime(board.at, language)}`}
        </p>
        <span class="top-space" />
        <FullScreen />
        <time class="board-clock">{clockTime(new Date(nowMs).toISOString(), language)}</time>
      </header>
      {board ? <Board board={board} language={language} nowMs={nowMs} /> : <PageFrame title="" loaded={loaded} />}
    </main>
  );
}

function Board({ board, language, nowMs }: { board: api.Board; language: Language; nowMs: number }): JSX.Element {
  const { texts } = useView();
  const words = usePeopleTexts();
  const text = words.board;
  const { total, today } = board;
  const here = board.agents.filter((one) => one.presence !== "offline");
  const away = board.agents.length - here.length;
  const waits = (since: string | null): string => (since ? elapsed(since, nowMs, language) : text.none);
  const title = (name: string): string => queueTitle(words, language, { title: null, title_zh: null, ...board.queues.find((one) => one.queue === name), name });
  return (
    <div class="board-grid">
      <section class="board-tiles" aria-label={text.open}>
        <Tile label={text.open} value={String(total.open)} testId="board-open" />
        <Tile label={text.unassigned} value={String(total.unassigned)} />
        <Tile label={text.longest} value={total.waiting_since ? waits(total.waiting_since) : text.nobodyWaits} isSmall={!total.waiting_since} />
        <Tile label={text.atRisk} value={String(total.warning)} mood={total.warning > 0 ? "warn" : ""} testId="board-warning" />
        <Tile label={text.breached} value={String(total.breached)} mood={total.breached > 0 ? "bad" : ""} testId="board-breached" />
      </section>
      <section class="board-card" aria-labelledby="board-queues">
        <h2 id="board-queues">{text.byQueue}</h2>
        <table class="board-table">
          <thead>
            <tr>
              <th scope="col">{text.queue}</th>
              <th scope="col">{text.open}</th>
              <th scope="col">{text.unassigned}</th>
              <th scope="col">{text.atRisk}</th>
              <th scope="col">{text.breached}</th>
              <th scope="col">{text.longest}</th>
            </tr>
          </thead>
          <tbody>
            {board.queues.map((one) => (
              <tr key={one.queue} data-testid="board-queue" data-queue={one.queue} class={one.open === 0 ? "idle" : ""}>
                <th scope="row">{title(one.queue)}</th>
                <td>{one.open}</td>
                <td>{one.unassigned}</td>
                <td class={one.warning > 0 ? "warn" : ""}>{one.warning}</td>
                <td class={one.breached > 0 ? "bad" : ""}>{one.breached}</td>
                <td>{waits(one.waiting_since)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="board-note">
          {text.withBot} <strong>{board.with_bot}</strong> <span aria-hidden="true">·</span> {text.snoozed} <strong>{board.snoozed}</strong>
        </p>
      </section>
      <section class="board-card" aria-labelledby="board-longest">
        <h2 id="board-longest">{text.waitingLongest}</h2>
        {board.longest.length === 0 && <p class="board-empty">{text.noneWaiting}</p>}
        <ol class="board-list">
          {board.longest.map((one) => (
            <li key={one.conversation_id} class={one.sla === "breached" ? "bad" : one.sla === "warning" ? "warn" : ""}>
              <strong class="board-wait">{waits(one.waiting_since)}</strong>
              <a href={`#/${one.conversation_id}`}>{title(one.queue)}</a>
              <span class={`priority ${one.priority}`}>{texts.priority[one.priority]}</span>
              <span class="board-lang">{words.language[one.language] ?? one.language}</span>
              <span class="board-who">{one.assignee ?? text.unassigned}</span>
            </li>
          ))}
        </ol>
      </section>
      <section class="board-card" aria-labelledby="board-agents">
        <h2 id="board-agents">{text.agents}</h2>
        {here.length === 0 && <p class="board-empty">{text.noAgents}</p>}
        <ul class="board-agents">
          {here.map((one) => (
            <li key={one.id} data-testid="board-agent">
              <span class={`presence ${one.presence}`}>{words.presence[one.presence]}</span>
              <strong>{one.name}</strong>
              <meter min={0} max={Math.max(1, one.capacity, one.load)} value={one.load} aria-label={text.loadOf(one.load, one.capacity)} class={one.load >= one.capacity ? "full" : ""} />
              <span class="board-load" aria-hidden="true">
                {one.load}/{one.capacity}
              </span>
            </li>
          ))}
        </ul>
        {away > 0 && <p class="board-note">{text.offline(away)}</p>}
      </section>
      <section class="board-tiles today" aria-label={text.today}>
        <h2>{text.today}</h2>
        <Tile label={text.handoffs} value={String(today.handoffs)} />
        <Tile label={text.answered} value={String(today.answered)} />
        <Tile label={text.median} value={today.median_s === null ? text.none : short(today.median_s, language)} />
        <Tile label={text.handled} value={String(today.handled)} testId="board-handled" />
      </section>
    </div>
  );
}

function short(seconds: number, language: Language): string {
  if (seconds >= 60) return length(seconds * 1000, language);
  return language === "zh" ? `${seconds} 秒` : `${seconds} s`;
}

function Tile({ label, value, mood = "", isSmall = false, testId }: { label: string; value: string; mood?: string; isSmall?: boolean; testId?: string }): JSX.Element {
  return (
    <div class={`tile ${mood}`}>
      <span class="tile-label">{label}</span>
      <strong class={isSmall ? "tile-value small" : "tile-value"} data-testid={testId}>
        {value}
      </strong>
    </div>
  );
}

function FullScreen(): JSX.Element | null {
  const text = usePeopleTexts().board;
  const [isFull, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  if (!document.fullscreenEnabled) return null;
  return (
    <button type="button" class="button small-text" onClick={() => void (isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined)}>
      {isFull ? text.leaveFullScreen : text.fullScreen}
    </button>
  );
}

function useSeconds(): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return nowMs;
}
