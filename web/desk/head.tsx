/** Above the messages: who it is, who has it, who else is looking, and what can be done with the conversation. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Agent, Summary, Viewer } from "../shared/contract";
import { MoreIcon, TransferIcon } from "../shared/icons";
import { useObservable } from "../shared/observable";
import type { Desk } from "./store";
import { isLead } from "./team";
import type { TeamTexts } from "./team-texts";
import { useView } from "./view";

export interface HeadProps {
  conversation: Summary;
  agent: Agent;
  isBusy: boolean;
}

export function Head({ conversation, agent, isBusy }: HeadProps): JSX.Element {
  const { desk, texts } = useView();
  const { status, assignee } = conversation;
  const isMine = assignee?.id === agent.id;
  const isPending = status === "pending";
  const mayPass = status === "open" && (isMine || assignee === null || isLead(agent.role));
  return (
    <header class="conversation-head">
      <div class="conversation-who">
        <h2>{conversation.customer?.name ?? texts.guest}</h2>
        <p>{statusText(conversation, isMine, texts.status)}</p>
      </div>
      <div class="actions">
        {status === "open" && isMine && (
          <button type="button" class="button" data-testid="desk-return" disabled={isBusy} onClick={() => void desk.transition("return-to-bot")}>
            {texts.returnToBot}
          </button>
        )}
        {status === "open" && isMine && (
          <select class="button" aria-label={texts.snooze.label} data-testid="desk-snooze" disabled={isBusy} value="" onChange={(event) => snoozed(event.currentTarget, desk)}>
            <option value="">{texts.snooze.label}</option>
            {SNOOZES.map((name) => (
              <option key={name} value={name}>
                {texts.snooze[name]}
              </option>
            ))}
          </select>
        )}
        {mayPass && (
          <button type="button" class="button icon-first" data-testid="desk-transfer" aria-keyshortcuts="t" disabled={isBusy} onClick={() => desk.team.open("transfer")}>
            <TransferIcon />
            {texts.team.transfer.open}
          </button>
        )}
        {status !== "resolved" && <MoreMenu conversation={conversation} agent={agent} isBusy={isBusy} />}
        {status === "snoozed" && isMine && (
          <button type="button" class="button primary" data-testid="desk-claim" disabled={isBusy} onClick={() => void desk.transition("claim")}>
            {texts.takeUp}
          </button>
        )}
        {!assignee && status !== "resolved" && (
          <button type="button" class={isPending ? "button" : "button primary"} data-testid="desk-claim" disabled={isBusy} onClick={() => void desk.transition("claim")}>
            {isPending ? texts.takeOver : texts.claim}
          </button>
        )}
        {status === "open" && isMine && (
          <button type="button" class="button primary" data-testid="desk-resolve" disabled={isBusy} onClick={() => void desk.transition("resolve")}>
            {texts.resolve}
          </button>
        )}
      </div>
      <Company conversationId={conversation.id} agentId={agent.id} />
    </header>
  );
}

interface Entry {
  id: string;
  label: string;
  keys?: string;
  act: () => void;
}

/** What is done more seldom, behind one button. */
function MoreMenu({ conversation, agent, isBusy }: HeadProps): JSX.Element | null {
  const { desk, texts } = useView();
  const words = texts.team;
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { status, assignee } = conversation;
  const isMine = assignee?.id === agent.id;
  const lead = isLead(agent.role);
  const entries: Entry[] = [];
  if (status === "open" && isMine) entries.push({ id: "macros", label: words.macros.open, keys: "m", act: () => desk.team.open("macros") });
  if (status === "open" && lead) entries.push({ id: "assign", label: words.assign.open, act: () => desk.team.open("assign") });
  if (status === "open" && assignee && (isMine || lead)) entries.push({ id: "release", label: words.release, keys: "u", act: () => void desk.team.release() });
  if (!assignee || isMine) entries.push({ id: "merge", label: words.merge.open, act: () => desk.team.open("merge") });

  useEffect(() => {
    if (!isOpen) return;
    place.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: Event): void => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);

  if (entries.length === 0) return null;
  const keyDown = (event: KeyboardEvent): void => {
    const items = [...(place.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items[(at + items.length - 1) % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      button.current?.focus();
      if (event.key === "Tab") return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu-place" ref={place} data-own-arrows>
      <button ref={button} type="button" class="button icon-only" aria-haspopup="menu" aria-expanded={isOpen} aria-label={words.more} title={words.more} data-testid="desk-more" onClick={() => setOpen(!isOpen)}>
        <MoreIcon />
      </button>
      {isOpen && (
        <div class="menu" role="menu" aria-label={words.more} onKeyDown={keyDown}>
          {entries.map((entry) => (
            <button
              key={entry.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              data-testid={`desk-${entry.id}`}
              disabled={isBusy}
              onClick={() => {
                setOpen(false);
                // A dialog gives the focus back to where it was.
                button.current?.focus();
                entry.act();
              }}
            >
              {entry.label}
              {entry.keys && <kbd>{entry.keys}</kbd>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Who else has this conversation open, and who of them is writing. */
function Company({ conversationId, agentId }: { conversationId: string; agentId: string }): JSX.Element {
  const { desk, texts } = useView();
  const { viewers } = useObservable(desk.team.state);
  const others = (viewers[conversationId] ?? []).filter((one) => one.id !== agentId);
  return (
    <p class="company" role="status" data-testid="desk-viewers">
      {others.length > 0 && companyText(others, texts.team)}
    </p>
  );
}

function companyText(others: Viewer[], words: TeamTexts): string {
  const writing = others.filter((one) => one.writing !== null);
  const rest = others.filter((one) => one.writing === null);
  const parts = writing.map((one) => words.writing[one.writing ?? "note"](one.name));
  if (rest.length > 0) parts.push(words.viewing(rest.map((one) => one.name).join(words.and)));
  return parts.join(" · ");
}

const SNOOZES = ["hour", "tomorrow", "week"] as const;

/** Set the conversation aside: for an hour, or until nine in the morning of the agent's own day. */
function snoozed(choice: HTMLSelectElement, desk: Desk): void {
  const until = new Date();
  if (choice.value === "hour") until.setHours(until.getHours() + 1);
  else {
    until.setDate(until.getDate() + (choice.value === "week" ? 7 : 1));
    until.setHours(9, 0, 0, 0);
  }
  if (choice.value) void desk.snooze(until);
  choice.value = "";
}

function statusText({ status, assignee }: Summary, isMine: boolean, words: { waiting: string; yours: string; theirs: (name: string) => string; bot: string; resolved: string; snoozed: string }): string {
  if (status === "pending") return words.bot;
  if (status === "resolved") return words.resolved;
  if (status === "snoozed") return words.snoozed;
  if (isMine) return words.yours;
  return assignee ? words.theirs(assignee.name) : words.waiting;
}
