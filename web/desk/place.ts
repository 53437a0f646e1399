/** Which page of the desk the address names: `#/team`, or `#/cv_…` for a conversation. */

import { useEffect, useState } from "preact/hooks";

export const PAGES = ["account", "canned", "macros", "texts", "team", "queues", "hours", "retention", "reports", "audit", "wallboard"] as const;
export type Page = (typeof PAGES)[number];

export interface Place {
  page: Page | "desk";
  conversation: string | null;
}

export function placeOf(hash: string): Place {
  const name = /^#\/([\w-]+)$/.exec(hash)?.[1] ?? "";
  const page = PAGES.find((one) => one === name);
  return { page: page ?? "desk", conversation: name.startsWith("cv_") ? name : null };
}

/** Return the place, again whenever the address changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const moved = (): void => setPlace(placeOf(location.hash));
    window.addEventListener("hashchange", moved);
    return () => window.removeEventListener("hashchange", moved);
  }, []);
  return place;
}

/** Return who may see a page; the server refuses everybody else whatever is shown. */
export function isFor(page: Page, role: string): boolean {
  if (page === "account" || page === "canned") return true;
  if (page === "reports" || page === "audit" || page === "wallboard") return role !== "agent";
  return role === "admin";
}
