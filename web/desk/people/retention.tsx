import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as api from "./api";
import { Confirm, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";

const MOST_DAYS = 3650;

export function RetentionPage(): JSX.Element {
  const words = usePeopleTexts();
  const text = words.retention;
  const loaded = useLoaded(api.retention);
  const action = useAction();
  const [kept, setKept] = useState({ conversation_days: 0, audit_days: 0 });
  const [isAsking, setAsking] = useState(false);
  const [isSaved, setSaved] = useState(false);
  useEffect(() => {
    if (loaded.data) setKept(loaded.data.retention);
  }, [loaded.data]);

  const save = (): void =>
    void action.run(async () => {
      loaded.set(await api.setRetention(kept));
      setAsking(false);
      setSaved(true);
    });
  const submit = (event: Event): void => {
    event.preventDefault();
    setSaved(false);
    const before = loaded.data?.retention.conversation_days ?? 0;
    // Sooner than before means that something goes which would have stayed.
    const isSooner = kept.conversation_days > 0 && (before === 0 || kept.conversation_days < before);
    if (isSooner) setAsking(true);
    else save();
  };
  return (
    <PageFrame title={text.title} intro={text.intro} loaded={loaded}>
      <form class="panel stack" onSubmit={submit}>
        <Period legend={text.conversations} days={kept.conversation_days} first={365} testId="retention-conversations" onChange={(days) => setKept({ ...kept, conversation_days: days })} />
        <Period legend={text.audit} days={kept.audit_days} first={730} testId="retention-audit" onChange={(days) => setKept({ ...kept, audit_days: days })} />
        {loaded.data && <p class="quiet">{text.due(loaded.data.due)}</p>}
        <Problem error={isAsking ? null : action.error} />
        <div class="form-actions">
          <div role="status">{isSaved && <span class="form-done inline">{words.saved}</span>}</div>
          <button type="submit" class="button primary" disabled={action.isBusy} data-testid="retention-save">
            {words.save}
          </button>
        </div>
      </form>
      {isAsking && <Confirm title={text.confirmTitle} text={text.confirmText(kept.conversation_days)} yes={text.confirm} action={action} onYes={save} onClose={() => setAsking(false)} />}
    </PageFrame>
  );
}

function Period({ legend, days, first, testId, onChange }: { legend: string; days: number; first: number; testId: string; onChange: (days: number) => void }): JSX.Element {
  const text = usePeopleTexts().retention;
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <label class="choice">
        <input type="radio" name={testId} checked={days === 0} onChange={() => onChange(0)} />
        <span>{text.never}</span>
      </label>
      <label class="choice">
        <input type="radio" name={testId} checked={days !== 0} data-testid={testId} onChange={() => onChange(first)} />
        <span>{text.after}</span>
      </label>
      <label class="choice">
        <input type="number" class="days" min={1} max={MOST_DAYS} required disabled={days === 0} value={days === 0 ? "" : days} aria-label={`${legend}, ${text.after}`} title={text.range} onInput={(event) => onChange(event.currentTarget.valueAsNumber || 1)} />
        <span>{text.days}</span>
      </label>
    </fieldset>
  );
}
