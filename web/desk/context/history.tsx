import type { JSX } from "preact";
import type { Failure, History as Past } from "../../shared/contract";
import { calendarDate, shortDate } from "../../shared/moment";
import { named } from "../texts";
import { useView } from "../view";
import { Evidence } from "./handoff";

/** The customer's history with us before this conversation; nothing where there is none. */
export function History({ past }: { past: Past }): JSX.Element | null {
  const { language, texts } = useView();
  const words = texts.context;
  if (past.conversations === 0 && past.failures.length === 0) return null;
  return (
    <section data-testid="desk-history">
      <h3>{words.history}</h3>
      <p class="quiet">{past.last_at ? words.conversations(past.conversations, calendarDate(past.last_at, language)) : words.firstConversation}</p>
      <ul class="history">
        {past.handoffs.map((handoff) => (
          <li key={`${handoff.conversation_id} ${handoff.at}`}>
            {words.handedOver(shortDate(handoff.at, language), named(texts.reason, handoff.reason))}
          </li>
        ))}
        {past.failures.map((failure) => (
          <li key={failure.order_id} data-testid="desk-failure">
            <FailureLine failure={failure} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FailureLine({ failure }: { failure: Failure }): JSX.Element {
  const { language, texts } = useView();
  const words = texts.context;
  const item = (language === "zh" && failure.label_zh) || failure.label;
  const kind = named(texts.failure, failure.kind);
  const made = failure.made_good.map((good) => named(texts.madeGood, good.kind) + (good.detail ? ` (${good.detail})` : ""));
  return (
    <>
      <Evidence text={words.failed(item, kind, failure.days)} evidence={[failure.order_id]} testid="desk-failure-order" />
      <span class="made-good">{made.length > 0 ? words.madeGood(made.join(words.separator)) : words.notMadeGood}</span>
    </>
  );
}
