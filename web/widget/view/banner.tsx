import type { JSX } from "preact";
import { AlertIcon, CheckIcon } from "../../shared/icons";
import type { ChatState } from "../session";
import type { Texts } from "../texts";

/** What stands between the customer and the conversation at the moment, if anything. */
export function Banner({ chat, texts, notice: told }: { chat: ChatState; texts: Texts; notice: string | null }): JSX.Element {
  const notice = noticeOf(chat, texts) ?? (told ? { text: told, tone: "plain" } : null);
  return (
    <div role="status" class="banner-place">
      {notice && (
        <p class={`banner ${notice.tone}`} data-testid="widget-banner">
          {notice.tone === "plain" ? <CheckIcon /> : <AlertIcon />}
          <span>{notice.text}</span>
        </p>
      )}
    </div>
  );
}

function noticeOf(chat: ChatState, texts: Texts): { text: string; tone: "calm" | "alert" | "plain" } | null {
  if (chat.link === "expired") return { text: texts.expired, tone: "alert" };
  if (chat.link === "reconnecting") return { text: navigator.onLine ? texts.reconnecting : texts.offline, tone: "calm" };
  if (chat.refusal === "rate_limited") return { text: texts.rateLimited, tone: "calm" };
  if (chat.refusal) return { text: texts.refused, tone: "calm" };
  if (chat.isErased) return { text: texts.erased, tone: "plain" };
  return null;
}
