import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ChatIcon, DownIcon } from "../../shared/icons";
import { htmlLanguage, type Language } from "../../shared/language";
import { useObservable, type Observable } from "../../shared/observable";
import type { WidgetState } from "../app";
import { textsIn } from "../texts";
import { unreadCount } from "../thread";
import { Panel } from "./panel";
import { Teaser } from "./teaser";

export interface WidgetProps {
  state: Observable<WidgetState>;
  name: string | null;
  privacy: string | null;
  onGreeted: () => void;
  onToggle: () => void;
  onLanguage: (language: Language) => void;
}

/** The launcher with its badge, and the panel while it is open. */
export function Widget({ state, name, privacy, onGreeted, onToggle, onLanguage }: WidgetProps): JSX.Element {
  const { isOpen, language, session, isGreeting } = useObservable(state);
  const chat = useObservable(session.state);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  const [hidden, setHidden] = useState<string | null>(null);
  const isVisible = usePageVisible();
  const texts = textsIn(language);
  const unread = isOpen && isVisible ? 0 : unreadCount(chat.messages, chat.seenOffset);

  useEffect(() => {
    if (wasOpen.current && !isOpen) launcher.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  useEffect(() => {
    if (isOpen && isVisible) session.markSeen();
  }, [isOpen, isVisible, chat.messages, session]);

  const news = isOpen ? null : chat.messages.findLast((message) => message.offset > chat.seenOffset && (message.author === "bot" || message.author === "agent"));
  const isNews = news != null && news.id !== hidden;
  const label = isOpen ? texts.close : unread > 0 ? `${texts.open}, ${texts.unread(unread)}` : texts.open;
  return (
    <div class={isOpen ? "frame open" : "frame"} lang={htmlLanguage(language)}>
      {isOpen && <Panel key={session} session={session} chat={chat} texts={texts} language={language} name={name} privacy={privacy} onClose={onToggle} onLanguage={onLanguage} />}
      <div role="status" class="teaser-place">
        {isNews && <Teaser title={news.author_name ?? (news.author === "bot" ? (name ?? texts.botName) : texts.agentName)} text={news.text || texts.unread(unread)} texts={texts} onOpen={onToggle} onHide={() => setHidden(news.id)} />}
        {isGreeting && !isOpen && !news && <Teaser title={texts.greetTitle} text={texts.greetText} texts={texts} onOpen={onToggle} onHide={onGreeted} />}
      </div>
      <button ref={launcher} type="button" class="launcher" data-testid="widget-launcher" aria-label={label} aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? <DownIcon /> : <ChatIcon />}
        {unread > 0 && (
          <span class="unread" data-testid="widget-unread" aria-hidden="true">
            {unread > 9 ? "9+" : unread}
          </span>
        )}
      </button>
    </div>
  );
}

function usePageVisible(): boolean {
  const [isVisible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const update = (): void => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return isVisible;
}
