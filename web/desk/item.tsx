/** One conversation in the list. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Agent, Sla, Summary } from "../shared/contract";
import { ClockIcon } from "../shared/icons";
import { dayAndTime, elapsed, length } from "../shared/moment";
import { EmotionTag } from "./emotion";
import { named } from "./texts";
import { useView } from "./view";

const ONE_LINE_PX = 30;

interface ItemProps {
  item: Summary;
  agent: Agent;
  nowMs: number;
  isSelected: boolean;
  isTyping: boolean;
}

export function Item({ item, agent, nowMs, isSelected, isTyping }: ItemProps): JSX.Element {
  const { desk, language, texts } = useView();
  // Guests have no name: the end of the id tells one from another.
  const name = item.customer?.name ?? `${texts.guest} ${item.id.slice(-4)}`;
  const isUnread = !isSelected && desk.readMarks.isUnread(item);
  const isUrgent = item.status === "open" && item.priority !== "low";
  const last = item.last_message;
  const tags = useRef<HTMLSpanElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    // Tags on two lines leave one for the text, and only where a text is told so does it end in dots.
    if (tags.current && text.current) text.current.classList.toggle("one-line", tags.current.offsetHeight > ONE_LINE_PX);
  });
  return (
    <button type="button" class="item" data-testid="desk-item" data-id={item.id} data-priority={item.priority} aria-current={isSelected ? "true" : undefined} onClick={() => void desk.select(item.id)}>
      <span class="item-line">
        {isUnread && <span class="unread-dot" role="img" aria-label={texts.unread} />}
        <strong>{name}</strong>
        {item.waiting_since ? (
          <span class="item-time waiting" title={texts.waiting(elapsed(item.waiting_since, nowMs, language))}>
            <ClockIcon />
            {elapsed(item.waiting_since, nowMs, language)}
          </span>
        ) : (
          <time class="item-time">{dayAndTime(item.updated_at, language)}</time>
        )}
      </span>
      <span class="item-text" ref={text}>{isTyping ? texts.customerTyping(name) : last ? `${prefix(item, texts.author)}${last.text || texts.files(last.attachments ?? 0)}` : ""}</span>
      <span class="item-line tags" ref={tags}>
        {isUrgent && <span class={`priority ${item.priority}`}>{texts.priority[item.priority]}</span>}
        {item.reason && item.status !== "pending" && <span class="reason">{named(texts.reason, item.reason)}</span>}
        {item.emotion && item.emotion.label !== "neutral" && <EmotionTag label={item.emotion.label} texts={texts} />}
        {isDue(item) && item.sla && <Due sla={item.sla} nowMs={nowMs} />}
        {item.language_fallback && <span class="note-tag">{texts.languageFallback}</span>}
        {item.abandoned_at && <span class="note-tag">{texts.abandoned}</span>}
        {item.snoozed_until && <span class="note-tag">{texts.until(dayAndTime(item.snoozed_until, language))}</span>}
        {item.assignee && <span class="assignee">{item.assignee.id === agent.id ? texts.you : item.assignee.name}</span>}
      </span>
    </button>
  );
}

/** Say whether the first reply is still to come. */
export function isDue(item: Summary): boolean {
  return item.status === "open" && item.sla !== null && item.sla.first_response_s === null;
}

/** The time that is left for the first reply, or by how much it is overdue: in words, the colour only adds to them. */
function Due({ sla, nowMs }: { sla: Sla; nowMs: number }): JSX.Element {
  const { language, texts } = useView();
  const leftMs = Date.parse(sla.target_at) - nowMs;
  const time = length(leftMs, language);
  return (
    <span class={`due ${leftMs < 0 ? "breached" : sla.state}`} data-testid="desk-due">
      {leftMs < 0 ? texts.overdue(time) : texts.replyWithin(time)}
    </span>
  );
}

function prefix(item: Summary, authors: Record<string, string>): string {
  const author = item.last_message?.author;
  return author && author !== "customer" && author !== "system" ? `${authors[author] ?? author}: ` : "";
}
