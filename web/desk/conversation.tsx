import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Agent, ConversationDetail, Message } from "../shared/contract";
import { dayName, isSameDay } from "../shared/moment";
import { Composer } from "./composer";
import { Head } from "./head";
import { MessageRow } from "./message";
import { RatingLine } from "./rating";
import type { DeskState } from "./store";
import { useView } from "./view";

const NEAR_END_PX = 120;

export function ConversationPane({ state, agent }: { state: DeskState; agent: Agent }): JSX.Element {
  const { desk, texts } = useView();
  const { detail } = state;
  if (detail.state === "ready" && detail.data) {
    const { conversation, messages, rating } = detail.data;
    return (
      <section class="conversation" aria-label={texts.panes.conversation}>
        <Head conversation={conversation} agent={agent} isBusy={state.isBusy} />
        {rating && <RatingLine rating={rating} />}
        <Joined detail={detail.data} />
        <Messages key={conversation.id} messages={messages} state={state} name={conversation.customer?.name ?? texts.guest} />
        {state.problem && (
          <p class="problem" role="alert">
            {texts.problem[state.problem.code] ?? texts.problem.other}
            <button type="button" onClick={() => desk.dismissProblem()}>
              {texts.close}
            </button>
          </p>
        )}
        <Composer key={`c-${conversation.id}`} conversation={conversation} agent={agent} draft={desk.draft()} isBusy={state.isBusy} />
      </section>
    );
  }
  return (
    <section class="conversation blank" aria-label={texts.panes.conversation}>
      {detail.state === "loading" && <p class="quiet">{texts.loading}</p>}
      {detail.state === "failed" && (
        <p role="alert">
          {texts.conversationFailed}{" "}
          <button type="button" class="button" onClick={() => void desk.reload()}>
            {texts.retry}
          </button>
        </p>
      )}
      {detail.state === "erased" && (
        <div role="status" data-testid="desk-erased">
          <h2>{texts.erased}</h2>
          <p class="quiet">{texts.erasedText}</p>
        </div>
      )}
      {detail.state === "none" && (
        <div>
          <h2>{texts.choose}</h2>
          <p class="quiet">{texts.chooseText}</p>
        </div>
      )}
    </section>
  );
}

/** Where the rest of a joined conversation is to be found. */
function Joined({ detail }: { detail: ConversationDetail }): JSX.Element | null {
  const { desk, texts } = useView();
  const words = texts.team.merge;
  const { merged_into: into } = detail.conversation;
  if (!into && detail.merged.length === 0) return null;
  return (
    <div class="joined" data-testid="desk-joined">
      {into && (
        <p>
          {words.goesOn}{" "}
          <button type="button" onClick={() => void desk.open(into, null)}>
            {words.show}
          </button>
        </p>
      )}
      {detail.merged.map((one) => (
        <p key={one.id}>
          {words.earlier(one.customer?.name ?? texts.guest)}{" "}
          <button type="button" onClick={() => void desk.open(one.id, null)}>
            {words.show}
          </button>
        </p>
      ))}
    </div>
  );
}

function Messages({ messages, state, name }: { messages: Message[]; state: DeskState; name: string }): JSX.Element {
  const { language, texts } = useView();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const { spotlight, selectedId } = state;
  const isTyping = (selectedId && state.customerTyping[selectedId]) || false;
  const last = messages.at(-1);

  useLayoutEffect(() => {
    const element = box.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [last?.id, isTyping]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // The composer grows and shrinks beneath: stay at the end if that is where the reader is.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!spotlight) return;
    const target = box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(spotlight.id)}"]`);
    if (!target) return;
    isAtEnd.current = false;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.focus({ preventScroll: true });
  }, [spotlight]);

  const scrolled = (): void => {
    const element = box.current;
    if (element) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
  };

  return (
    <div class="messages" ref={box} role="log" aria-label={texts.log} tabIndex={0} onScroll={scrolled}>
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const isNewDay = !previous || !isSameDay(previous.created_at, message.created_at);
        return (
          <div key={message.id}>
            {isNewDay && <p class="day">{dayName(message.created_at, language)}</p>}
            <MessageRow message={message} isFirst={isNewDay || previous.author !== message.author || previous.private !== message.private} isLit={spotlight?.id === message.id} litAt={spotlight?.at ?? 0} />
          </div>
        );
      })}
      {isTyping && (
        <p class="customer-typing" data-testid="desk-typing">
          {texts.customerTyping(name)}
        </p>
      )}
    </div>
  );
}
