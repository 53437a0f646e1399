import type { JSX } from "preact";
import type { Message, Understood } from "../shared/contract";
import { LockIcon } from "../shared/icons";
import type { Language } from "../shared/language";
import { clockTime } from "../shared/moment";
import { RichText } from "../shared/richtext";
import { Attachments } from "./attachments";
import { EmotionTag } from "./emotion";
import { named, type Texts } from "./texts";
import { useView } from "./view";

export interface MessageRowProps {
  message: Message;
  isFirst: boolean;
  isLit: boolean;
  /** When it was lit up; a new time plays the highlight again. */
  litAt: number;
}

/** Notices whose text names somebody, or says what the customer was told; the others are told in the agent's own language. */
const NAMING = new Set(["agent_joined", "agent_assigned", "agent_left", "waiting", "contact_noted", "transferred", "transferred_to_team"]);

/** Say what a notice says, in the agent's own language where its detail allows. */
function noticeText({ event, text, detail }: Message, language: Language, texts: Texts): string {
  if (!event || NAMING.has(event)) return text;
  // When somebody answers was promised to the customer in their own words: whoever answers is to know them.
  if (event === "handoff" && text) return `${named(texts.event, event)} · ${text}`;
  const facts = (detail ?? {}) as Record<string, string | null>;
  const fact = (name: string): string => String(facts[name] ?? "");
  switch (detail ? event : null) {
    case "queued":
      return texts.team.event.queued(named(texts.team.queue, fact("queue")));
    case "let_go":
      return texts.team.event.let_go(fact("name"));
    case "macro":
      return texts.team.macros.ran(fact("title"));
    case "order_action": {
      const item = (language === "zh" && fact("label_zh")) || fact("label");
      const address = Object.values((detail?.["address"] ?? {}) as Record<string, string>).filter(Boolean).join(", ");
      const said = texts.team.orders.receipt[fact("action")];
      return said ? said({ item, address, order: fact("order_id"), amount: fact("amount"), reference: fact("reference") }) : text;
    }
    default:
      return texts.event[event] ? named(texts.event, event) : text;
  }
}

export function MessageRow({ message, isFirst, isLit, litAt }: MessageRowProps): JSX.Element {
  const { language, texts } = useView();
  const marks = { "data-testid": "desk-message", "data-author": message.author, "data-id": message.id, "data-private": String(message.private ?? false), tabIndex: -1 };
  if (message.author === "system") {
    return (
      <p class={`system-event${isLit ? " lit" : ""}`} {...marks}>
        <span>
          {noticeText(message, language, texts)}
        </span>
        <time>{clockTime(message.created_at, language)}</time>
      </p>
    );
  }
  const isOurs = message.author !== "customer";
  return (
    <article key={isLit ? litAt : 0} class={`message ${message.author}${isOurs ? " ours" : ""}${message.private ? " private" : ""}${isLit ? " lit" : ""}`} {...marks}>
      {isFirst && (
        <p class="message-by">
          {message.private && <LockIcon />}
          <strong>{message.private ? `${texts.privateNote} · ${message.author_name ?? texts.author.agent}` : (message.author_name ?? texts.author[message.author])}</strong>
          <time dateTime={message.created_at}>{clockTime(message.created_at, language)}</time>
        </p>
      )}
      {message.attachments && message.attachments.length > 0 && <Attachments attachments={message.attachments} />}
      {message.text && (
        <div class="message-text" data-testid="desk-message-text">
          <RichText text={message.text} />
        </div>
      )}
      {message.buttons && message.buttons.length > 0 && (
        <p class="offered">
          {message.buttons.map((button) => (
            <span key={button.payload}>{button.title}</span>
          ))}
        </p>
      )}
      {message.understood && message.text && <Understanding understood={message.understood} />}
    </article>
  );
}

/** What the bot made of a customer's message, small, beneath it. */
function Understanding({ understood }: { understood: Understood }): JSX.Element | null {
  const { texts } = useView();
  const { intent, emotion } = understood;
  if (!intent && !emotion) return null;
  return (
    <p class="understood">
      <span class="sr">{texts.understoodAs}: </span>
      {intent && (
        <span class="chip">
          {named(texts.intent, intent.name)}
          <small>{texts.confidence(Math.round(intent.confidence * 100))}</small>
        </span>
      )}
      {emotion && <EmotionTag label={emotion.label} texts={texts} percent={emotion.confidence === undefined ? undefined : Math.round(emotion.confidence * 100)} />}
    </p>
  );
}
