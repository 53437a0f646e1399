import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { DownIcon } from "../../shared/icons";
import type { Language } from "../../shared/language";
import { dayName, isSameDay } from "../../shared/moment";
import type { ChatSession, ChatState } from "../session";
import type { Texts } from "../texts";
import { Avatar } from "./avatar";
import { entriesOf, type Entry } from "./entries";
import { MessageRow } from "./message";

const NEAR_END_PX = 80;

export interface LogProps {
  session: ChatSession;
  chat: ChatState;
  texts: Texts;
  language: Language;
  children: ComponentChildren;
}

/** The conversation. It follows new messages as long as the reader is at its end, else it offers to go there. */
export function Log({ session, chat, texts, language, children }: LogProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasNews, setHasNews] = useState(false);
  const entries = entriesOf(chat);
  const last = entries.at(-1);

  const toEnd = (): void => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    setHasNews(false);
  };

  useLayoutEffect(() => {
    if (isAtEnd.current || last?.author === "customer") toEnd();
    else setHasNews(true);
  }, [last?.key]);

  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
  }, [chat.typing, chat.outbox, chat.survey === null, entries.length]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const scrolled = (): void => {
    const element = box.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (isAtEnd.current) setHasNews(false);
  };

  return (
    <div class="log-place">
      <div ref={box} class="log" role="log" aria-live="polite" aria-label={texts.log} tabIndex={0} data-testid="widget-log" onScroll={scrolled}>
        {entries.map((entry, index) => (
          <Row key={entry.key} entry={entry} previous={entries[index - 1]} next={entries[index + 1]} session={session} texts={texts} language={language} />
        ))}
        {chat.typing && (
          <div class="row other" data-testid="widget-typing">
            <Avatar author={chat.typing.who} name={chat.typing.name} />
            <div class="bubble typing">
              <span class="hidden">{texts.typing(chat.typing.name ?? (chat.typing.who === "bot" ? texts.botName : texts.agentName))}</span>
              <i />
              <i />
              <i />
            </div>
          </div>
        )}
        {children}
      </div>
      {hasNews && (
        <button type="button" class="to-end" onClick={toEnd}>
          <DownIcon />
          {texts.newMessages}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  entry: Entry;
  previous: Entry | undefined;
  next: Entry | undefined;
  session: ChatSession;
  texts: Texts;
  language: Language;
}

function Row({ entry, previous, next, session, texts, language }: RowProps): JSX.Element {
  const isNewDay = !previous || !isSameDay(previous.createdAt, entry.createdAt);
  return (
    <>
      {isNewDay && <p class="day">{dayName(entry.createdAt, language)}</p>}
      <MessageRow
        entry={entry}
        pictures={session.pictures}
        isFirst={isNewDay || !belongs(previous, entry)}
        isLast={!next || !belongs(entry, next)}
        texts={texts}
        language={language}
        onRetry={() => session.retry(entry.key)}
        onDiscard={() => session.discard(entry.key)}
      />
    </>
  );
}

const TOGETHER_MS = 180_000;

/** Say whether two messages form one block: same person, close in time. */
function belongs(a: Entry | undefined, b: Entry): boolean {
  if (!a || a.author !== b.author || a.author === "system" || a.name !== b.name) return false;
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) < TOGETHER_MS;
}
