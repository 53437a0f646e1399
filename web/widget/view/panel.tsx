import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useDrop } from "../../shared/drop";
import { ClipIcon, CloseIcon, PersonIcon } from "../../shared/icons";
import type { Language } from "../../shared/language";
import type { ChatSession, ChatState } from "../session";
import type { Texts } from "../texts";
import { quickReplies } from "../thread";
import { Avatar } from "./avatar";
import { Banner } from "./banner";
import { Composer } from "./composer";
import { EraseDialog } from "./erase";
import { Log } from "./log";
import { Menu } from "./menu";
import { PrivacyNotice } from "./notice";
import { SurveyCard } from "./survey";

export interface PanelProps {
  session: ChatSession;
  chat: ChatState;
  texts: Texts;
  language: Language;
  name: string | null;
  privacy: string | null;
  onClose: () => void;
  onLanguage: (language: Language) => void;
}

export function Panel({ session, chat, texts, language, name, privacy, onClose, onLanguage }: PanelProps): JSX.Element {
  const composer = useRef<HTMLTextAreaElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const send = (text: string): void => {
    setNotice(null);
    session.send(text);
    composer.current?.focus();
  };
  const read = (): void => {
    session.inform();
    composer.current?.focus();
  };
  const answered = (): void => {
    setAsking(false);
    // The body takes the focus again once it is no longer inert, which is after this has been drawn.
    window.setTimeout(() => composer.current?.focus());
  };
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  const drop = useDrop((files) => {
    session.tray.add(files);
    composer.current?.focus();
  });
  const isEmpty = chat.messages.length === 0 && chat.outbox.length === 0;
  const replies = quickReplies(chat.messages, chat.outbox);

  return (
    <section class="panel" role="dialog" aria-label={name ? `${texts.panel}, ${name}` : texts.panel} data-testid="widget-panel" onKeyDown={closeOnEscape} {...drop.handlers}>
      {drop.isOver && (
        <p class="drop" aria-hidden="true">
          <ClipIcon />
          {texts.dropHere}
        </p>
      )}
      <div class="panel-body" inert={isAsking}>
        <header class="head">
          <Avatar author={agentHere(chat) ? "agent" : "bot"} name={agentHere(chat)} />
          <div class="who">
            <strong>{headName(chat, texts, name)}</strong>
            <span>{headRole(chat, texts)}</span>
          </div>
          <button type="button" class="head-button" aria-label={texts.otherLanguageLabel} onClick={() => onLanguage(language === "en" ? "zh" : "en")}>
            {texts.otherLanguage}
          </button>
          <Menu session={session} chat={chat} texts={texts} privacy={privacy} onErase={() => setAsking(true)} onNotice={setNotice} />
          <button type="button" class="head-button square" aria-label={texts.close} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        <Banner chat={chat} texts={texts} notice={notice} />
        {!chat.isInformed && <PrivacyNotice texts={texts} privacy={privacy} onRead={read} />}
        <Log session={session} chat={chat} texts={texts} language={language}>
          {isEmpty && <Greeting chat={chat} texts={texts} onChoose={send} />}
          {replies.length > 0 && (
            <div class="replies" role="group" aria-label={texts.choices}>
              {replies.map((reply) => (
                <button type="button" key={reply.payload} class="reply" data-testid="widget-quick-reply" onClick={() => send(reply.payload)}>
                  {reply.title}
                </button>
              ))}
            </div>
          )}
          {chat.survey && <SurveyCard key={chat.survey.conversation_id} survey={chat.survey} session={session} texts={texts} name={name} />}
        </Log>
        <Composer ref={composer} texts={texts} tray={session.tray} onSend={send} onTyping={(typing) => session.tellTyping(typing)}>
          {chat.status !== "open" && !isEmpty && (
            <button type="button" class="person" onClick={() => send(texts.personMessage)}>
              <PersonIcon />
              {texts.person}
            </button>
          )}
        </Composer>
      </div>
      {isAsking && <EraseDialog session={session} texts={texts} onClose={answered} />}
    </section>
  );
}

function Greeting({ chat, texts, onChoose }: { chat: ChatState; texts: Texts; onChoose: (text: string) => void }): JSX.Element {
  if (!chat.isLoaded && chat.link === "connecting") return <p class="loading">{texts.loading}</p>;
  return (
    <div class="greeting">
      <h2>{texts.greeting(firstName(chat.customerName))}</h2>
      <p>{texts.greetingText}</p>
      <div class="starters">
        {texts.starters.map((starter) => (
          <button type="button" key={starter} class="starter" data-testid="widget-quick-reply" onClick={() => onChoose(starter)}>
            {starter}
          </button>
        ))}
        <button type="button" class="starter quiet" onClick={() => onChoose(texts.personMessage)}>
          <PersonIcon />
          {texts.person}
        </button>
      </div>
    </div>
  );
}

function firstName(name: string | null): string | null {
  return name?.split(" ")[0] ?? null;
}

/** Return the agent who is at work; one who has resolved the conversation is no longer in it. */
function agentHere(chat: ChatState): string | null {
  return chat.status === "open" ? chat.agentName : null;
}

function headName(chat: ChatState, texts: Texts, name: string | null): string {
  const agent = agentHere(chat);
  if (agent) return agent;
  if (chat.status === "open") return texts.waitingName;
  return name ?? texts.title;
}

function headRole(chat: ChatState, texts: Texts): string {
  if (agentHere(chat)) return texts.agentRole;
  if (chat.status === "open") return texts.waitingRole;
  return chat.status === "resolved" ? texts.resolvedRole : texts.botRole;
}
