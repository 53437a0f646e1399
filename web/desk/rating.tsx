import type { JSX } from "preact";
import type { Part, Rating } from "../shared/contract";
import { dayAndTime } from "../shared/moment";
import { useView } from "./view";

/** What the customer answered when the conversation was over. */
export function RatingLine({ rating }: { rating: Rating }): JSX.Element {
  const { language, texts } = useView();
  const words = texts.rating;
  const parts = Object.entries(rating.csat) as [Part, number][];
  return (
    <section class="rating" aria-label={words.title} data-testid="desk-rating">
      <p>
        <strong>{words.title}</strong>
        {parts.map(([part, value]) => (
          <span key={part} class={`rated ${value >= 4 ? "good" : value <= 2 ? "bad" : "fair"}`}>
            {words.part[part]}: {words.csat[value - 1]} <small>{value}/5</small>
          </span>
        ))}
        {rating.effort !== null && (
          <span class="rated">
            {words.effort} <small>{rating.effort}/7</small>
          </span>
        )}
        {rating.recommend !== null && (
          <span class="rated">
            {words.recommend} <small>{rating.recommend}/10</small>
          </span>
        )}
        <time dateTime={rating.changed_at ?? rating.answered_at}>{dayAndTime(rating.changed_at ?? rating.answered_at, language)}</time>
      </p>
      {rating.comment && <blockquote>{rating.comment}</blockquote>}
    </section>
  );
}
