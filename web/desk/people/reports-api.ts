/** REST calls for the reports (docs/architecture.md). */

import { call } from "../api";

/** Days as date fields have them, both of them included. */
export interface Period {
  since: string;
  until: string;
}

export interface Counts {
  handoffs: number;
  met: number;
  breached: number;
  waiting: number;
  unanswered: number;
  median_s: number | null;
  p90_s: number | null;
}

export interface Figures {
  asked: number;
  answered: number;
  csat_answers: number;
  csat: number | null;
  csat_mean: number | null;
  ces: number | null;
  nps: number | null;
}

export interface Work {
  by_day: Record<string, { started: number; handed_over: number; resolved: number; by_bot_alone: number }>;
  by_reason: Record<string, number>;
  settled: { count: number; median_s: number | null; p90_s: number | null };
  ended: number;
  by_bot_alone: number;
  contained: number | null;
}

export interface Reports {
  work: Work;
  sla: { total: Counts; by_priority: Record<string, Counts>; by_queue: Record<string, Counts> };
  ratings: { total: Figures; by_part: Record<"bot" | "human", Figures>; by_language: Record<string, Figures> };
}

/** Return the day so many days before today, as a date field has it. */
export function daysAgo(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Return the period as an address's query: from the first day's beginning to the last one's end, where the reader is. */
export function query({ since, until }: Period): string {
  const end = new Date(`${until}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return new URLSearchParams({ start: new Date(`${since}T00:00:00`).toISOString(), end: end.toISOString() }).toString();
}

export async function reports(period: Period): Promise<Reports> {
  const asked = query(period);
  const [work, sla, ratings] = await Promise.all([
    call<Work>("GET", `/api/reports/work?${asked}`),
    call<Reports["sla"]>("GET", `/api/reports/sla?${asked}`),
    call<Reports["ratings"]>("GET", `/api/reports/ratings?${asked}`),
  ]);
  return { work, sla, ratings };
}
