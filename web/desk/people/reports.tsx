/** Reports for those who lead: what came in, why people were needed, how soon they answered, what customers think of it. */

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { calendarDate, length } from "../../shared/moment";
import { named } from "../texts";
import { useView } from "../view";
import { PageFrame, useLoaded, usePeopleTexts } from "./parts";
import * as api from "./reports-api";
import { daysAgo, type Counts, type Figures, type Period, type Reports, type Work } from "./reports-api";

const SPANS = [7, 30, 90] as const;
const PRIORITIES = ["urgent", "high", "normal", "low"];

export function ReportsPage(): JSX.Element {
  const words = usePeopleTexts();
  const text = words.reports;
  const today = daysAgo(0);
  const [period, setPeriod] = useState<Period>({ since: daysAgo(29), until: today });
  const isWhole = period.since !== "" && period.until !== "" && period.since <= period.until;
  const loaded = useLoaded(() => (isWhole ? api.reports(period) : Promise.resolve(null)), [period.since, period.until]);
  const found = loaded.data;

  return (
    <PageFrame
      title={text.title}
      intro={text.intro}
      action={
        isWhole && (
          <a class="button" href={`/api/reports/export?${api.query(period)}`} download="warmline-reports.csv" data-testid="reports-csv">
            {text.csv}
          </a>
        )
      }
    >
      <div class="filters">
        <div class="spans" role="group" aria-label={text.period}>
          {SPANS.map((days) => (
            <button type="button" key={days} class="button" aria-pressed={period.since === daysAgo(days - 1) && period.until === today} data-testid={`reports-${days}`} onClick={() => setPeriod({ since: daysAgo(days - 1), until: today })}>
              {text.lastDays(days)}
            </button>
          ))}
        </div>
        <label class="field">
          <span>{text.since}</span>
          <input type="date" required value={period.since} min={daysAgo(365)} max={period.until || today} data-testid="reports-since" onChange={(event) => setPeriod({ ...period, since: event.currentTarget.value })} />
        </label>
        <label class="field">
          <span>{text.until}</span>
          <input type="date" required value={period.until} min={period.since || undefined} max={today} data-testid="reports-until" onChange={(event) => setPeriod({ ...period, until: event.currentTarget.value })} />
        </label>
      </div>
      {!isWhole ? (
        <p class="page-state quiet" role="status">
          {text.choose}
        </p>
      ) : (
        <PageFrame title="" loaded={loaded}>
          {found && (isEmpty(found) ? <p class="page-state quiet">{text.nothing}</p> : <All found={found} />)}
        </PageFrame>
      )}
    </PageFrame>
  );
}

function All({ found }: { found: Reports }): JSX.Element {
  const text = usePeopleTexts().reports;
  const span = useSpan();
  const { work, sla, ratings } = found;
  const { total } = sla;
  return (
    <>
      <dl class="figures" data-testid="reports-figures">
        <Figure name={text.started} value={String(sum(work, "started"))} />
        <Figure name={text.contained} value={percent(work.contained)} note={text.containedNote(work.by_bot_alone, work.ended)} />
        <Figure name={text.handedOver} value={String(total.handoffs)} />
        <Figure name={text.slaMet} value={percent(share(total.met, total.met + total.breached))} note={text.ofReplies(total.met + total.breached)} />
        <Figure name={text.firstReply} value={span(total.median_s)} note={text.nineInTen(span(total.p90_s))} />
        <Figure name={text.settled} value={span(work.settled.median_s)} note={text.nineInTen(span(work.settled.p90_s))} />
        <Figure name={text.csatBot} value={percent(ratings.by_part.bot.csat)} note={text.answers(ratings.by_part.bot.csat_answers)} />
        <Figure name={text.csatHuman} value={percent(ratings.by_part.human.csat)} note={text.answers(ratings.by_part.human.csat_answers)} />
      </dl>
      <Reasons work={work} />
      <FirstReplies title={text.byQueue} groups={sla.by_queue} kind="queue" />
      <FirstReplies title={text.byPriority} groups={sla.by_priority} kind="priority" />
      <Ratings ratings={ratings} />
      <Days work={work} />
    </>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: string }): JSX.Element {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}

function Reasons({ work }: { work: Work }): JSX.Element | null {
  const { texts } = useView();
  const text = usePeopleTexts().reports;
  const rows = Object.entries(work.by_reason);
  const most = Math.max(...rows.map(([, count]) => count), 1);
  if (rows.length === 0) return null;
  return (
    <Table title={text.reasons} columns={[text.reason, text.handedOver]}>
      {rows.map(([reason, count]) => (
        <tr key={reason} data-testid="reports-reason">
          <th scope="row">{named(texts.reason, reason)}</th>
          <td data-label={text.handedOver}>
            <Bar value={count} most={most} label={String(count)} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function FirstReplies({ title, groups, kind }: { title: string; groups: Record<string, Counts>; kind: "queue" | "priority" }): JSX.Element | null {
  const { texts } = useView();
  const words = usePeopleTexts();
  const text = words.reports;
  const span = useSpan();
  const rows = Object.entries(groups).sort(([a], [b]) => PRIORITIES.indexOf(a) - PRIORITIES.indexOf(b));
  if (rows.length === 0) return null;
  const nameOf = (name: string): string => (kind === "priority" ? named(texts.priority, name) : named(words.queueName, name));
  return (
    <Table title={title} columns={[kind === "priority" ? text.priority : text.queue, text.handedOver, text.slaMet, text.firstReply, text.p90, text.breached, text.unanswered, text.waiting]}>
      {rows.map(([name, one]) => (
        <tr key={name} data-testid={`reports-${kind}`}>
          <th scope="row">{nameOf(name)}</th>
          <td data-label={text.handedOver}>{one.handoffs}</td>
          <td data-label={text.slaMet}>
            <Share value={share(one.met, one.met + one.breached)} />
          </td>
          <td data-label={text.firstReply}>{span(one.median_s)}</td>
          <td data-label={text.p90}>{span(one.p90_s)}</td>
          <td data-label={text.breached}>{one.breached}</td>
          <td data-label={text.unanswered}>{one.unanswered}</td>
          <td data-label={text.waiting}>{one.waiting}</td>
        </tr>
      ))}
    </Table>
  );
}

function Ratings({ ratings }: { ratings: Reports["ratings"] }): JSX.Element | null {
  const words = usePeopleTexts();
  const text = words.reports;
  if (ratings.total.asked === 0) return null;
  const rows: [string, Figures][] = [[text.bot, ratings.by_part.bot], [text.human, ratings.by_part.human], ...Object.entries(ratings.by_language).map(([name, one]): [string, Figures] => [named(words.language, name), one])];
  return (
    <Table title={text.ratings} hint={text.ratingsHint} columns={["", text.asked, text.answered, text.csat, text.mean, text.ces, text.nps]}>
      {rows.map(([name, one]) => (
        <tr key={name} data-testid="reports-rating">
          <th scope="row">{name}</th>
          <td data-label={text.asked}>{one.asked}</td>
          <td data-label={text.answered}>{one.answered}</td>
          <td data-label={text.csat}>
            <Share value={one.csat} />
          </td>
          <td data-label={text.mean}>{plain(one.csat_mean)}</td>
          <td data-label={text.ces}>{plain(one.ces)}</td>
          <td data-label={text.nps}>{plain(one.nps)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Days({ work }: { work: Work }): JSX.Element {
  const { language } = useView();
  const text = usePeopleTexts().reports;
  const rows = Object.entries(work.by_day).reverse();
  const most = Math.max(...rows.map(([, day]) => day.started), 1);
  return (
    <Table title={text.days} columns={[text.day, text.started, text.handedOver, text.resolved, text.byBotAlone]}>
      {rows.map(([date, day]) => (
        <tr key={date} data-testid="reports-day">
          <th scope="row">
            <time dateTime={date}>{calendarDate(date, language)}</time>
          </th>
          <td data-label={text.started}>
            <Bar value={day.started} most={most} label={String(day.started)} />
          </td>
          <td data-label={text.handedOver}>{day.handed_over}</td>
          <td data-label={text.resolved}>{day.resolved}</td>
          <td data-label={text.byBotAlone}>{day.by_bot_alone}</td>
        </tr>
      ))}
    </Table>
  );
}

function Table({ title, hint, columns, children }: { title: string; hint?: string; columns: string[]; children: ComponentChildren }): JSX.Element {
  return (
    <section class="report">
      <h2>{title}</h2>
      {hint && <p class="quiet">{hint}</p>}
      {/* Narrower windows scroll it: then it takes the focus, so that keys can, too. */}
      <div class="table-place" tabIndex={0} role="region" aria-label={title}>
        <table class="table numbers">
          <thead>
            <tr>
              {columns.map((column, index) => (index === 0 && !column ? <td key="0" /> : <th key={column} scope="col">{column}</th>))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  );
}

/** A number, and how much that is of the most: the bar only adds to what is written. */
function Bar({ value, most, label }: { value: number; most: number; label: string }): JSX.Element {
  return (
    <span class="bar-place">
      <span class="bar-label">{label}</span>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.round((100 * value) / most)}%` }} />
      </span>
    </span>
  );
}

function Share({ value }: { value: number | null }): JSX.Element {
  return value === null ? <>{percent(value)}</> : <Bar value={value} most={100} label={percent(value)} />;
}

function useSpan(): (seconds: number | null) => string {
  const { language } = useView();
  const text = usePeopleTexts().reports;
  return (seconds) => (seconds === null ? "–" : seconds < 60 ? text.seconds(seconds) : length(seconds * 1000, language));
}

function isEmpty({ work, sla, ratings }: Reports): boolean {
  return sum(work, "started") + sum(work, "resolved") + sla.total.handoffs + ratings.total.asked === 0;
}

function sum(work: Work, name: keyof Work["by_day"][string]): number {
  return Object.values(work.by_day).reduce((all, day) => all + day[name], 0);
}

function share(part: number, of: number): number | null {
  return of > 0 ? (100 * part) / of : null;
}

function percent(value: number | null): string {
  return value === null ? "–" : `${Math.round(value)} %`;
}

function plain(value: number | null): string {
  return value === null ? "–" : String(value).replace("-", "−");
}
