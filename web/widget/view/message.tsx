import type { JSX } from "preact";
import { AlertIcon, CheckIcon, ClockIcon, DoubleCheckIcon } from "../../shared/icons";
import type { Language } from "../../shared/language";
import { clockTime } from "../../shared/moment";
import { RichText } from "../../shared/richtext";
import type { Texts } from "../texts";
import type { DeliveryState } from "../thread";
import type { Pictures } from "../pictures";
import { Attachments } from "./attachments";
import { Avatar } from "./avatar";
import type { Entry } from "./entries";

export interface MessageRowProps {
  entry: Entry;
  pictures: Pictures;
  isFirst: boolean;
  isLast: boolean;
  texts: Texts;
  language: Language;
  onRetry: () => void;
  onDiscard: () => void;
}

export function MessageRow({ entry, pictures, isFirst, isLast, texts, language, onRetry, onDiscard }: MessageRowProps): JSX.Element {
  const marks = { "data-testid": "widget-message", "data-author": entry.author, "data-id": entry.id };
  if (entry.author === "system") {
    return (
      <p class="notice" {...marks}>
        <span>{entry.text || (entry.event ? texts.notices[entry.event] : "")}</span>
      </p>
    );
  }
  const isOwn = entry.author === "customer";
  const speaker = isOwn ? texts.you : (entry.name ?? (entry.author === "bot" ? texts.botName : texts.agentName));
  return (
    <div class={`row ${isOwn ? "own" : "other"}${isFirst ? " first" : ""}${isLast ? " last" : ""}`} {...marks} data-state={entry.state ?? undefined}>
      {!isOwn && (isLast ? <Avatar author={entry.author === "bot" ? "bot" : "agent"} name={entry.name} /> : <span class="avatar-space" />)}
      <div class="stack">
        {isFirst && entry.author === "agent" && <span class="speaker">{speaker}</span>}
        {entry.attachments.length > 0 && (
          <div class="message-files">
            <span class="hidden">{speaker}: </span>
            <Attachments attachments={entry.attachments} pictures={pictures} texts={texts} />
          </div>
        )}
        {(entry.text || entry.attachments.length === 0) && (
          <div class={`bubble ${entry.author}${entry.state === "failed" ? " failed" : ""}`}>
            <span class="hidden">{speaker}: </span>
            <span data-testid="widget-message-text">
              <RichText text={entry.text} onShopLink={followInShop} />
            </span>
          </div>
        )}
        {entry.state === "failed" ? (
          <Failure error={entry.error} texts={texts} onRetry={onRetry} onDiscard={onDiscard} />
        ) : (
          (isLast || entry.isLastOwn) && (
            <span class="meta">
              <time dateTime={entry.createdAt}>{clockTime(entry.createdAt, language)}</time>
              {entry.state && entry.isLastOwn && <Delivery state={entry.state} texts={texts} />}
            </span>
          )
        )}
      </div>
    </div>
  );
}

function Delivery({ state, texts }: { state: Exclude<DeliveryState, "failed">; texts: Texts }): JSX.Element {
  const shown = { queued: [ClockIcon, texts.queued], sending: [ClockIcon, texts.sending], sent: [CheckIcon, texts.sent], seen: [DoubleCheckIcon, texts.seen] } as const;
  const [Icon, text] = shown[state];
  return (
    <span class="delivery">
      <Icon />
      {text}
    </span>
  );
}

function Failure({ error, texts, onRetry, onDiscard }: { error: string | null; texts: Texts; onRetry: () => void; onDiscard: () => void }): JSX.Element {
  const isFinal = error === "too_large" || error === "invalid" || error === "not_allowed" || error === "not_found";
  return (
    <span class="meta failure" role="alert">
      <AlertIcon />
      <span>{error === "too_large" ? texts.tooLarge : error === "not_found" ? texts.fileGone : isFinal ? texts.refusedMessage : texts.failed}</span>
      {!isFinal && (
        <button type="button" onClick={onRetry}>
          {texts.retry}
        </button>
      )}
      <button type="button" onClick={onDiscard}>
        {texts.discard}
      </button>
    </span>
  );
}

/** Let the shop's page follow a link of its own; the conversation then stays on screen. */
function followInShop(path: string): boolean {
  return !window.dispatchEvent(new CustomEvent("warmline:link", { detail: { path }, cancelable: true }));
}
