/** The parts of the handoff packet that are lists: summary, what was tried, known facts. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Fact, Packet, Tried as TriedItem } from "../../shared/contract";
import { clockTime } from "../../shared/moment";
import { named } from "../texts";
import { useView } from "../view";

type SummaryLine = NonNullable<Packet["summary"]>[number];

export function Summary({ lines }: { lines: SummaryLine[] }): JSX.Element {
  const { texts } = useView();
  return (
    <section>
      <h3>{texts.context.summary}</h3>
      <ol class="summary">
        {lines.map((line) => (
          <li key={line.text}>
            <SummaryButton line={line} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One line; each click shows the next piece of its evidence. */
function SummaryButton({ line }: { line: SummaryLine }): JSX.Element {
  const { desk, texts } = useView();
  const shown = useRef(-1);
  const show = (): void => {
    shown.current = (shown.current + 1) % line.evidence.length;
    const id = line.evidence[shown.current];
    if (id) desk.spotlight(id);
  };
  return (
    <button type="button" class="summary-line" data-testid="desk-summary-line" disabled={line.evidence.length === 0} onClick={show}>
      {line.text}
      <small>{texts.context.evidence(line.evidence.length)}</small>
    </button>
  );
}

export function Tried({ tried }: { tried: TriedItem[] }): JSX.Element {
  const { language, texts } = useView();
  return (
    <section>
      <h3>{texts.context.tried}</h3>
      <ol class="tried">
        {tried.map((item, index) => (
          <li key={index} data-testid="desk-tried" data-outcome={item.outcome}>
            <span>{named(texts.intent, item.action)}</span>
            <span class={`outcome ${item.outcome}`}>{named(texts.outcome, item.outcome)}</span>
            {item.at && <time dateTime={item.at}>{clockTime(item.at, language)}</time>}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Facts({ facts }: { facts: Fact[] }): JSX.Element {
  const { texts } = useView();
  return (
    <section>
      <h3>{texts.context.facts}</h3>
      <dl class="facts">
        {facts.map((fact) => (
          <div key={fact.key} data-testid="desk-fact">
            <dt>{named(texts.factKey, fact.key)}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
