import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ConversationDetail, Packet } from "../../shared/contract";
import type { DeskState } from "../store";
import { isLedByHumans } from "../suggesting";
import { named } from "../texts";
import { useView } from "../view";
import { EmotionChart } from "./chart";
import { CustomerCard } from "./customer";
import { Because, Facts, NextStep, Summary, Tried } from "./handoff";
import { History } from "./history";
import { useOrderActions } from "./orderactions";
import { Orders, type OrdersProps } from "./orders";
import { pointsOf } from "./points";
import { Suggestions } from "./suggestions";

/** Everything known about who is there and what happened, most urgent first. */
export function ContextPanel({ state }: { state: DeskState }): JSX.Element {
  const { texts } = useView();
  const place = useRef<HTMLElement>(null);
  const { detail, spotlight } = state;

  useEffect(() => {
    if (!spotlight) return;
    const target = place.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(spotlight.id)}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, [spotlight]);

  if (detail.state !== "ready" || !detail.data) {
    return <aside class="context blank" aria-label={texts.context.title} />;
  }
  const { conversation, messages, handoff, customer } = detail.data;
  const orders = handoff?.orders?.length ? handoff.orders : (customer?.orders ?? []);
  // The conversation's own is the newer one: danger may be found while it waits.
  const reason = conversation.reason ?? handoff?.reason;
  // Those of the packet are as of the handoff: the card has them as they are now.
  const fresh = new Map((customer?.orders ?? []).map((order) => [order.id, order]));
  return (
    <aside class="context" aria-label={texts.context.title} ref={place} key={conversation.id} data-testid={handoff ? "desk-packet" : "desk-card"}>
      <CustomerCard card={customer} conversation={conversation} verifiedBy={customer?.verified_by ?? handoff?.customer?.verified_by ?? null} />
      {detail.data.customer_awaited && (
        <p class="quiet" role="status" data-testid="desk-asking-shop">
          {texts.context.askingShop}
        </p>
      )}
      {reason && conversation.status !== "pending" && (
        <section>
          <h3>{texts.context.why}</h3>
          <p class="why">
            <span class={`priority ${conversation.priority}`}>{texts.priority[conversation.priority]}</span>
            <strong>{named(texts.reason, reason)}</strong>
          </p>
          {handoff?.escalation && <Because escalation={handoff.escalation} />}
          {handoff?.open_question && (
            <figure class="question">
              <figcaption>{texts.context.question}</figcaption>
              <blockquote>{handoff.open_question}</blockquote>
            </figure>
          )}
        </section>
      )}
      {handoff?.next_step && <NextStep step={handoff.next_step} />}
      <EmotionChart points={pointsOf(messages, handoff)} />
      {handoff?.summary && handoff.summary.length > 0 && <Summary lines={handoff.summary} />}
      <ActionableOrders detail={detail.data} orders={orders.map((order) => fresh.get(order.id) ?? order)} inQuestion={ordersInQuestion(handoff)} spotlight={spotlight} />
      {isLedByHumans(conversation) && <Suggestions suggestions={detail.data.suggestions} />}
      {handoff?.tried && handoff.tried.length > 0 && <Tried tried={handoff.tried} />}
      {handoff?.known_facts && handoff.known_facts.length > 0 && <Facts facts={handoff.known_facts} />}
      {handoff?.history && <History past={handoff.history} />}
    </aside>
  );
}

/** The orders, with what may be done with them. */
function ActionableOrders({ detail, ...rest }: { detail: ConversationDetail } & Omit<OrdersProps, "actionable">): JSX.Element {
  return <Orders {...rest} actionable={useOrderActions(detail)} />;
}

/** Return which orders the conversation was about: those that summary or facts point to. The packet lists them first, but not only them. */
function ordersInQuestion(handoff: Packet | null): Set<string> {
  const named = new Set(handoff?.summary?.flatMap((line) => line.evidence) ?? []);
  const facts = new Set(handoff?.known_facts?.map((fact) => fact.key) ?? []);
  return new Set((handoff?.orders ?? []).map((order) => order.id).filter((id) => named.has(id) || facts.has(`order ${id}`)));
}
