/** The hours of one day: "09:00-12:30" and so on; none is closed. */

import type { JSX } from "preact";
import { CloseIcon, PlusIcon } from "../../shared/icons";
import { usePeopleTexts } from "./parts";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const WHOLE_DAY = "00:00-24:00";
const FIRST = "09:00-18:00";

/** Say whether these are times of a day that do not overlap, as the server will. */
export function areSpans(spans: string[]): boolean {
  const read = spans.map((one) => one.split("-")).map(([from = "", to = ""]) => ({ from, to }));
  if (!read.every(({ from, to }) => TIME.test(from) && (TIME.test(to) || to === "24:00") && from !== to)) return false;
  const sorted = read.map(({ from, to }) => ({ start: minutes(from), end: minutes(to) > minutes(from) ? minutes(to) : minutes(to) + 1440 })).sort((a, b) => a.start - b.start);
  return sorted.every((one, index) => index === 0 || one.start >= (sorted[index - 1]?.end ?? 0));
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

export function SpanList({ day, spans, onChange }: { day: string; spans: string[]; onChange: (spans: string[]) => void }): JSX.Element {
  const text = usePeopleTexts().hours;
  const replace = (index: number, span: string): void => onChange(spans.map((one, place) => (place === index ? span : one)));
  const next = (): string => {
    const last = spans.at(-1)?.split("-")[1] ?? "";
    return TIME.test(last) && minutes(last) < 23 * 60 ? `${last}-23:00` : FIRST;
  };
  return (
    <span class="spans">
      {spans.length === 0 && <span class="quiet">{text.closedDay}</span>}
      {spans.map((span, index) => {
        const [from = "", to = ""] = span.split("-");
        return (
          <span class="span" key={index}>
            {span === WHOLE_DAY ? (
              <span>{text.wholeDay}</span>
            ) : (
              <>
                <input class="time" aria-label={text.from(day)} value={from} inputMode="numeric" maxLength={5} placeholder="09:00" onInput={(event) => replace(index, `${event.currentTarget.value}-${to}`)} />
                <span aria-hidden="true">–</span>
                <input class="time" aria-label={text.to(day)} value={to} inputMode="numeric" maxLength={5} placeholder="18:00" onInput={(event) => replace(index, `${from}-${event.currentTarget.value}`)} />
              </>
            )}
            <button type="button" class="quiet-button tiny" aria-label={text.removeSpan(day)} onClick={() => onChange(spans.filter((_, place) => place !== index))}>
              <CloseIcon />
            </button>
          </span>
        );
      })}
      {!spans.includes(WHOLE_DAY) && (
        <button type="button" class="quiet-button tiny" aria-label={text.addSpan(day)} title={text.addSpan(day)} onClick={() => onChange([...spans, next()])}>
          <PlusIcon />
        </button>
      )}
    </span>
  );
}
