/** Opening hours and holidays. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CloseIcon, PlusIcon } from "../../shared/icons";
import { calendarDate, dayAndTime } from "../../shared/moment";
import { useView } from "../view";
import * as api from "./api";
import { Confirm, Field, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import { areSpans, SpanList } from "./spans";

export function HoursPage(): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.hours;
  const loaded = useLoaded(api.hours);
  const action = useAction();
  const [draft, setDraft] = useState<api.Schedule | null>(null);
  const [isResetting, setResetting] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [mistake, setMistake] = useState("");
  useEffect(() => {
    if (!loaded.data) return;
    const { timezone, week, holidays, zone } = loaded.data.hours;
    setDraft({ timezone: timezone || zone, week, holidays });
  }, [loaded.data]);

  const change = (part: Partial<api.Schedule>): void => {
    setSaved(false);
    if (draft) setDraft({ ...draft, ...part });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!draft) return;
    const areRight = [...Object.values(draft.week), ...Object.values(draft.holidays)].every(areSpans);
    setMistake(areRight ? "" : text.badSpan);
    action.clear();
    if (!areRight) return;
    void action.run(async () => {
      loaded.set(await api.setHours(draft));
      setSaved(true);
    });
  };
  const shown = loaded.data;
  return (
    <PageFrame title={text.title} loaded={loaded}>
      {shown && draft && (
        <form class="stack" onSubmit={submit}>
          <p class="hours-now">
            <span class={`badge ${shown.is_open ? "good" : "warn"}`} data-testid="hours-now">
              {shown.is_open ? text.open : text.closed}
            </span>
            {!shown.is_open && <span>{shown.opens_at ? text.opensAt(dayAndTime(shown.opens_at, language)) : text.never}</span>}
            <span class="quiet">{shown.hours.source === "desk" ? text.fromDesk : text.fromFile}</span>
          </p>
          <section class="panel" aria-labelledby="hours-week">
            <h2 id="hours-week">{text.week}</h2>
            <ul class="rows">
              {api.WEEKDAYS.map((day) => (
                <li class="row hours-row" key={day} data-testid={`hours-${day}`}>
                  <strong class="row-main">{text.weekdays[day]}</strong>
                  <SpanList day={text.weekdays[day] ?? day} spans={draft.week[day]} onChange={(spans) => change({ week: { ...draft.week, [day]: spans } })} />
                </li>
              ))}
            </ul>
            <p class="quiet small-text">{text.overnight}</p>
            <Field label={text.timezone} hint={text.timezoneHint}>
              {(ids) => <input {...ids} class="narrow" value={draft.timezone} spellcheck={false} autocapitalize="off" data-testid="hours-timezone" onInput={(event) => change({ timezone: event.currentTarget.value.trim() })} />}
            </Field>
          </section>
          <Holidays holidays={draft.holidays} onChange={(holidays) => change({ holidays })} />
          <p class="quiet small-text">{text.running}</p>
          <div role="alert">{mistake && <p class="form-error">{mistake}</p>}</div>
          <Problem error={isResetting ? null : action.error} own={{ invalid: text.badZone }} />
          <div class="form-actions sticky">
            <div role="status">{isSaved && <span class="form-done inline">{words.saved}</span>}</div>
            {shown.hours.source === "desk" && (
              <button type="button" class="button" onClick={() => setResetting(true)}>
                {text.reset}
              </button>
            )}
            <button type="submit" class="button primary" disabled={action.isBusy} data-testid="hours-save">
              {action.isBusy ? words.saving : words.save}
            </button>
          </div>
        </form>
      )}
      {isResetting && (
        <Confirm
          title={text.resetTitle}
          text={text.resetText}
          yes={text.reset}
          action={action}
          onClose={() => setResetting(false)}
          onYes={() =>
            void action.run(async () => {
              loaded.set(await api.resetHours());
              setResetting(false);
            })
          }
        />
      )}
    </PageFrame>
  );
}

function Holidays({ holidays, onChange }: { holidays: Record<string, string[]>; onChange: (holidays: Record<string, string[]>) => void }): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.hours;
  const [date, setDate] = useState("");
  const [isYearly, setYearly] = useState(false);
  const days = Object.entries(holidays).sort(([a], [b]) => a.localeCompare(b));
  const add = (): void => {
    if (!date) return;
    const key = isYearly ? date.slice(5) : date;
    onChange({ ...holidays, [key]: holidays[key] ?? [] });
    setDate("");
  };
  // A leap year, so that 29 February has a name; the year itself is not shown.
  const named = (key: string): string => (key.length === 5 ? `${calendarDate(`2028-${key}`, language).replace(/\s*2028年?/, "")}, ${text.everyYear}` : calendarDate(key, language));
  return (
    <section class="panel" aria-labelledby="hours-holidays">
      <h2 id="hours-holidays">{text.holidays}</h2>
      <p class="quiet">{text.holidaysHint}</p>
      {days.length === 0 && <p class="quiet">{text.noHolidays}</p>}
      <ul class="rows">
        {days.map(([key, spans]) => (
          <li class="row hours-row" key={key} data-testid="holiday">
            <strong class="row-main">{named(key)}</strong>
            <SpanList day={named(key)} spans={spans} onChange={(changed) => onChange({ ...holidays, [key]: changed })} />
            <button type="button" class="quiet-button" aria-label={text.removeHoliday(named(key))} onClick={() => onChange(Object.fromEntries(days.filter(([one]) => one !== key)))}>
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <div class="add-row">
        <label>
          <span class="sr">{text.date}</span>
          <input type="date" value={date} data-testid="holiday-date" onInput={(event) => setDate(event.currentTarget.value)} />
        </label>
        <label class="choice">
          <input type="checkbox" checked={isYearly} onChange={(event) => setYearly(event.currentTarget.checked)} />
          <span>{text.everyYear}</span>
        </label>
        <button type="button" class="button" disabled={!date} data-testid="holiday-add" onClick={add}>
          <PlusIcon />
          {text.addHoliday}
        </button>
      </div>
    </section>
  );
}
