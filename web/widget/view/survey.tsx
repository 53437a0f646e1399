/** The questions at the end of a conversation: how it was, one more, a comment. Every step is kept as soon as it is given. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answers, Part, Survey } from "../../shared/contract";
import { CheckIcon, CloseIcon } from "../../shared/icons";
import type { ChatSession } from "../session";
import type { Texts } from "../texts";

/** Mouths from very bad to very good. Drawn, for every system has faces of its own. */
const MOUTHS = ["M7.6 16.8c1-2 2.6-3 4.4-3s3.4 1 4.4 3", "M8.4 16c1-1.1 2.2-1.6 3.6-1.6s2.6.5 3.6 1.6", "M8.3 15h7.4", "M8.4 14.2c1 1.1 2.2 1.6 3.6 1.6s2.6-.5 3.6-1.6", "M7.2 13.4c1 2.2 2.8 3.3 4.8 3.3s3.8-1.1 4.8-3.3z"];
const LONGEST_COMMENT = 1000;

type Step = "csat" | "more" | "done";

export function SurveyCard({ survey, session, texts, name }: { survey: Survey; session: ChatSession; texts: Texts; name: string | null }): JSX.Element {
  const words = texts.survey;
  const { rating } = survey;
  const [step, setStep] = useState<Step>(rating ? "done" : "csat");
  const [csat, setCsat] = useState<Partial<Record<Part, number>>>(rating?.csat ?? {});
  const [score, setScore] = useState<number | null>((survey.question === "ces" ? rating?.effort : rating?.recommend) ?? null);
  const [comment, setComment] = useState(rating?.comment ?? "");
  const [isBusy, setBusy] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const place = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  useEffect(() => {
    // The button that was pressed is gone: the next thing to read gets the focus. Not at first, for somebody may be writing.
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    head.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "nearest" });
  }, [step]);

  const send = async (answers: Answers, next: Step): Promise<void> => {
    setBusy(true);
    const arrived = await session.rate(answers);
    setBusy(false);
    if (arrived) setStep(next);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isBusy) return;
    if (step === "csat") void send({ csat }, "more");
    else void send({ ...(score === null ? {} : survey.question === "ces" ? { effort: score } : { recommend: score }), comment: comment.trim() }, "done");
  };

  if (step === "done") {
    return (
      <section ref={place} class="survey done" aria-labelledby="survey-title" data-testid="widget-survey" data-step={step}>
        <h2 id="survey-title" ref={head} tabIndex={-1}>
          <CheckIcon />
          {words.thanks}
        </h2>
        <button type="button" class="survey-link" data-testid="widget-survey-change" onClick={() => setStep("csat")}>
          {words.change}
        </button>
      </section>
    );
  }
  return (
    <section ref={place} class="survey" aria-labelledby="survey-title" data-testid="widget-survey" data-step={step}>
      <form onSubmit={submit}>
        <div class="survey-head">
          <h2 id="survey-title" ref={head} tabIndex={-1}>
            {step === "csat" ? words.title : survey.question === "ces" ? words.ces(name) : survey.question === "nps" ? words.nps(name) : words.comment}
          </h2>
          {step === "csat" && !rating && (
            <button type="button" class="survey-close" aria-label={words.dismiss} title={words.dismiss} data-testid="widget-survey-dismiss" onClick={() => void session.dismissSurvey()}>
              <CloseIcon />
            </button>
          )}
        </div>
        {step === "csat" &&
          survey.parts.map((part) => (
            <Scale key={part} name={`csat-${part}`} legend={survey.parts.length > 1 ? words.parts[part] : words.title} isLegendShown={survey.parts.length > 1} values={[1, 2, 3, 4, 5]} labels={words.csat} hasFaces chosen={csat[part] ?? null} onChoose={(value) => setCsat({ ...csat, [part]: value })} />
          ))}
        {step === "more" && survey.question === "ces" && <Scale name="effort" legend={words.ces(name)} values={[1, 2, 3, 4, 5, 6, 7]} labels={words.agreement} chosen={score} onChoose={setScore} />}
        {step === "more" && survey.question === "nps" && <Scale name="recommend" legend={words.nps(name)} values={[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]} labels={[words.unlikely, words.likely]} chosen={score} onChoose={setScore} />}
        {step === "more" && (
          <label class="survey-comment">
            <span class={survey.question ? undefined : "hidden"}>{words.comment}</span>
            <textarea rows={2} maxLength={LONGEST_COMMENT} value={comment} data-testid="widget-survey-comment" aria-describedby="survey-hint" onInput={(event) => setComment(event.currentTarget.value)} />
            <small id="survey-hint">{words.commentHint}</small>
          </label>
        )}
        <div class="survey-actions">
          {step === "more" && (
            <button type="button" class="survey-link" onClick={() => setStep("done")}>
              {words.skip}
            </button>
          )}
          <button type="submit" class="survey-send" data-testid="widget-survey-send" disabled={isBusy || (step === "csat" && Object.keys(csat).length === 0)}>
            {step === "csat" ? words.next : words.send}
          </button>
        </div>
      </form>
    </section>
  );
}

interface ScaleProps {
  name: string;
  legend: string;
  isLegendShown?: boolean;
  values: number[];
  /** One for each value, or one for each end. */
  labels: string[];
  hasFaces?: boolean;
  chosen: number | null;
  onChoose: (value: number) => void;
}

/** Steps to choose from, each with its word; what is chosen is written out, for nobody should have to guess from a face. */
function Scale({ name, legend, isLegendShown = false, values, labels, hasFaces = false, chosen, onChoose }: ScaleProps): JSX.Element {
  const hasAll = labels.length === values.length;
  const worded = (index: number): string => (hasAll ? (labels[index] ?? "") : index === 0 ? (labels[0] ?? "") : index === values.length - 1 ? (labels[1] ?? "") : "");
  return (
    <fieldset class={hasFaces ? "scale faces" : "scale"} data-testid={`widget-survey-${name}`}>
      <legend class={isLegendShown ? undefined : "hidden"}>{legend}</legend>
      <div class="steps">
        {values.map((value, index) => (
          <label key={value} class="step">
            <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => onChoose(value)} aria-label={hasFaces ? worded(index) : worded(index) ? `${value}, ${worded(index)}` : String(value)} />
            <span class="step-face" aria-hidden="true">
              {hasFaces ? <Face mouth={MOUTHS[index] ?? ""} isFilled={index === values.length - 1} /> : value}
            </span>
            {hasFaces && (
              <span class="step-word" aria-hidden="true">
                {worded(index)}
              </span>
            )}
          </label>
        ))}
      </div>
      {!hasFaces && (
        <p class="ends" aria-hidden="true">
          <span>{labels[0]}</span>
          {hasAll && chosen !== null && chosen !== values[0] && chosen !== values.at(-1) && <strong>{worded(values.indexOf(chosen))}</strong>}
          <span>{labels.at(-1)}</span>
        </p>
      )}
    </fieldset>
  );
}

function Face({ mouth, isFilled }: { mouth: string; isFilled: boolean }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" width="26" height="26" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
      <circle cx="12" cy="12" r="9.5" />
      <path d="M8.7 10.3v.1M15.3 10.3v.1" stroke-width="2.3" />
      <path d={mouth} fill={isFilled ? "currentColor" : "none"} />
    </svg>
  );
}
