import type { JSX } from "preact";
import type { ActionableOrder, Order } from "../../shared/contract";
import { calendarDate, shortDate } from "../../shared/moment";
import { safeAddress } from "../../shared/richtext";
import { named } from "../texts";
import { type Actionable, OrderActions } from "./orderactions";
import { useView } from "../view";

const SHOWN = 2;

export interface OrdersProps {
  orders: Order[];
  inQuestion: Set<string>;
  spotlight: { id: string; at: number } | null;
  actionable: Actionable;
}

export function Orders({ orders, inQuestion, spotlight, actionable }: OrdersProps): JSX.Element {
  const { texts } = useView();
  const shown = inQuestion.size > 0 ? orders.filter((order) => inQuestion.has(order.id)) : orders.slice(0, SHOWN);
  const rest = orders.filter((order) => !shown.includes(order));
  const isRestLit = rest.some((order) => order.id === spotlight?.id);
  const card = (order: Order): JSX.Element => {
    const isLit = spotlight?.id === order.id;
    return <OrderCard key={isLit ? `${order.id}-${spotlight.at}` : order.id} order={order} isInQuestion={inQuestion.has(order.id)} isLit={isLit} actionable={(typeof actionable === "object" && actionable?.[order.id]) || null} />;
  };
  return (
    <section>
      <h3>{texts.context.orders}</h3>
      {orders.length === 0 && <p class="quiet">{texts.context.noOrders}</p>}
      {actionable === "failed" && <p class="quiet">{texts.team.orders.unavailable}</p>}
      {shown.map(card)}
      {rest.length > 0 && (
        <details class="more-orders" open={isRestLit}>
          <summary>{texts.context.moreOrders(rest.length)}</summary>
          {rest.map(card)}
        </details>
      )}
    </section>
  );
}

function OrderCard({ order, isInQuestion, isLit, actionable }: { order: Order; isInQuestion: boolean; isLit: boolean; actionable: ActionableOrder | null }): JSX.Element {
  const { language, texts } = useView();
  const words = texts.context;
  const label = language === "zh" && order.label_zh ? order.label_zh : order.label;
  const tracking = order.tracking_url ? safeAddress(order.tracking_url) : null;
  const late = order.days_late ?? 0;
  return (
    <article class={`order${isInQuestion ? " in-question" : ""}${isLit ? " lit" : ""}`} data-testid="desk-order" data-id={order.id}>
      <header>
        <div>
          <strong>{label}</strong>
          <span>
            {order.id}
            {isInQuestion && <em>{words.inQuestion}</em>}
          </span>
        </div>
        <div class="order-amount">
          <strong>{order.total}</strong>
          <span>{named(texts.orderStatus, order.status)}</span>
        </div>
      </header>
      {late > 0 && <p class="late">{words.late(late)}</p>}
      <dl class="dates">
        <Moment name={words.placed} at={order.placed_at} />
        <Moment name={words.promised} at={order.promised_on} />
        {order.delivered_at ? <Moment name={words.delivered} at={order.delivered_at} /> : <Moment name={words.expected} at={order.expected_on} />}
      </dl>
      {order.lines && order.lines.length > 0 && (
        <ul class="lines">
          {order.lines.map((line, index) => (
            <li key={index}>
              <span>
                {line.quantity > 1 && `${line.quantity} × `}
                {language === "zh" && line.name_zh ? line.name_zh : line.name}
                {line.variant && <small> {line.variant}</small>}
              </span>
              {line.total && <span>{line.total}</span>}
            </li>
          ))}
        </ul>
      )}
      {order.refunds?.map((refund) => (
        <p class="refund" key={refund.id} data-id={refund.id}>
          {words.refund} {refund.amount}, {named(texts.refundStatus, refund.status)}
          {refund.due_on && refund.status !== "paid_out" && `, ${words.due(shortDate(refund.due_on, language))}`}
          {(refund.days_overdue ?? 0) > 0 && <strong>{words.overdue(refund.days_overdue ?? 0)}</strong>}
        </p>
      ))}
      {tracking && (
        <a class="track" href={tracking} target="_blank" rel="noopener noreferrer">
          {words.track}
          {order.carrier ? ` (${order.carrier})` : ""}
        </a>
      )}
      {actionable && actionable.actions.length > 0 && <OrderActions order={actionable} />}
    </article>
  );
}

function Moment({ name, at }: { name: string; at: string | null | undefined }): JSX.Element | null {
  const { language } = useView();
  if (!at) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd title={calendarDate(at, language)}>{shortDate(at, language)}</dd>
    </div>
  );
}
