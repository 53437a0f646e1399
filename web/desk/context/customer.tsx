import type { JSX } from "preact";
import type { Card, Summary } from "../../shared/contract";
import { ShieldIcon, PersonIcon } from "../../shared/icons";
import { calendarDate } from "../../shared/moment";
import { useView } from "../view";

export interface CustomerCardProps {
  card: Card | null;
  conversation: Summary;
  verifiedBy: string | null;
}

export function CustomerCard({ card, conversation, verifiedBy }: CustomerCardProps): JSX.Element {
  const { language, texts } = useView();
  const words = texts.context;
  const isVerified = verifiedBy !== null || conversation.customer?.verified === true;
  const details = [
    card?.city,
    card?.since ? words.since(calendarDate(card.since, language)) : null,
    card?.loyalty_points ? words.points(card.loyalty_points) : null,
  ].filter((detail): detail is string => Boolean(detail));
  return (
    <section class="customer">
      <h3 class="customer-name">{card?.name ?? conversation.customer?.name ?? texts.guest}</h3>
      <p class={isVerified ? "verified" : "verified not"}>
        {isVerified ? <ShieldIcon /> : <PersonIcon />}
        {isVerified ? words.verified : words.notVerified}
      </p>
      {card?.email && <p class="customer-detail">{card.email}</p>}
      {details.length > 0 && <p class="customer-detail">{details.join(" · ")}</p>}
      {!card && isVerified && <p class="customer-detail">{words.noShop}</p>}
    </section>
  );
}
