/** Times and days as people read them, in the reader's own time zone. */

import { locale, type Language } from "./language";

const DAY_MS = 86_400_000;

const RELATIVE = {
  en: { today: "Today", yesterday: "Yesterday", minute: "min", hour: "h", day: "d" },
  zh: { today: "今天", yesterday: "昨天", minute: "分钟", hour: "小时", day: "天" },
} as const;

/** Return "14:05". */
export function clockTime(iso: string, language: Language): string {
  return format(iso, language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Return "21 Nov 2026". A bare date ("2026-11-21") is the same day in every time zone. */
export function calendarDate(iso: string, language: Language): string {
  return format(iso, language, { day: "numeric", month: "short", year: "numeric" });
}

/** Return "21 Nov", for lists where the year is clear. */
export function shortDate(iso: string, language: Language): string {
  return format(iso, language, { day: "numeric", month: "short" });
}

/** Return "Today", "Yesterday" or the weekday and date. */
export function dayName(iso: string, language: Language, now: Date = new Date()): string {
  const days = Math.round((startOfDay(now) - startOfDay(new Date(iso))) / DAY_MS);
  if (days === 0) return RELATIVE[language].today;
  if (days === 1) return RELATIVE[language].yesterday;
  return format(iso, language, { weekday: "short", day: "numeric", month: "short" });
}

/** Return "Today, 14:05" or "21 Nov, 14:05". */
export function dayAndTime(iso: string, language: Language): string {
  return `${dayName(iso, language)}, ${clockTime(iso, language)}`;
}

/** Say whether two moments are on the same local day. */
export function isSameDay(a: string, b: string): boolean {
  return startOfDay(new Date(a)) === startOfDay(new Date(b));
}

/** Return how long something lasts already: "0:42", "12:05", "1 h 20 min", "2 d 3 h". */
export function elapsed(sinceIso: string, nowMs: number, language: Language): string {
  const words = RELATIVE[language];
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(sinceIso)) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  if (hours < 24) return `${hours} ${words.hour} ${minutes % 60} ${words.minute}`;
  return `${Math.floor(hours / 24)} ${words.day} ${hours % 24} ${words.hour}`;
}

/** Return a length in words: "4 min", "1 h 20 min", "2 d 3 h"; what has begun counts. */
export function length(ms: number, language: Language): string {
  const words = RELATIVE[language];
  const minutes = Math.ceil(Math.abs(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes} ${words.minute}`;
  if (hours < 24) return `${hours} ${words.hour} ${minutes % 60} ${words.minute}`;
  return `${Math.floor(hours / 24)} ${words.day} ${hours % 24} ${words.hour}`;
}

function format(iso: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const zone = iso.length === 10 ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(locale(language), { ...options, ...zone }).format(date);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
