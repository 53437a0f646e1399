/** The parts of the handoff packet that are lists: summary, next step, what was tried, known facts. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Fact, NextStep as Step, Packet, SummaryLine, Tried as TriedItem } from "../../shared/contract";
import { clockTime } from "../../shared/moment";
import { named } from "../texts";
import { useView } from "../view";


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

function SummaryButton({ line }: { line: SummaryLine }): JSX.Element {
  const { language } = useView();
  return <Evidence evidence={line.evidence} text={(language === "zh" && line.text_zh) || line.text} testid="desk-summary-line" />;
}

/** A statement; each click shows the next piece of its evidence. */
export function Evidence({ text, evidence, testid }: { text: string; evidence: string[]; testid: string }): JSX.Element {
  const { desk, texts } = useView();
  const shown = useRef(-1);
  const show = (): void => {
    shown.current = (shown.current + 1) % evidence.length;
    const id = evidence[shown.current];
    if (id) desk.spotlight(id);
  };
  return (
    <button type="button" class="summary-line" data-testid={testid} disabled={evidence.length === 0} onClick={show}>
      {text}
      {evidence.length > 0 && <small>{texts.context.evidence(evidence.length)}</small>}
    </button>
  );
}

/** Which rules brought the conversation here, the deciding one first. */
export function Because({ escalation }: { escalation: NonNullable<Packet["escalation"]> }): JSX.Element {
  const { texts } = useView();
  return (
    <ul class="because" aria-label={texts.context.because}>
      {escalation.because.map((cause) => (
        <li key={cause.rule}>
          <Evidence text={named({ ...texts.reason, ...texts.rule }, cause.rule)} evidence={cause.evidence} testid="desk-because" />
        </li>
      ))}
    </ul>
  );
}

export function NextStep({ step }: { step: Step }): JSX.Element {
  const { language, texts } = useView();
  const isChinese = language === "zh";
  return (
    <section class="next-step" data-testid="desk-next-step">
      <h3>{texts.context.nextStep}</h3>
      <p>{isChinese ? step.text_zh : step.text}</p>
      <Evidence text={texts.context.reasonOf(isChinese ? step.because_zh : step.because)} evidence={step.evidence} testid="desk-next-step-because" />
    </section>
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
