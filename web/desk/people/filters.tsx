import type { ComponentChildren, JSX } from "preact";
import { usePeopleTexts } from "./parts";

interface Props {
  label: string;
  languageLabel: string;
  query: string;
  language: "en" | "zh";
  testId: string;
  onQuery: (query: string) => void;
  onLanguage: (language: "en" | "zh") => void;
  children?: ComponentChildren;
}

/** A search field and a choice of language above what is written in either. */
export function Filters({ label, languageLabel, query, language, testId, onQuery, onLanguage, children }: Props): JSX.Element {
  const words = usePeopleTexts();
  return (
    <div class="filters">
      <label class="field grow">
        <span>{label}</span>
        <input type="search" value={query} data-testid={`${testId}-search`} onInput={(event) => onQuery(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{languageLabel}</span>
        <select value={language} data-testid={`${testId}-language`} onChange={(event) => onLanguage(event.currentTarget.value as "en" | "zh")}>
          {(["en", "zh"] as const).map((one) => (
            <option key={one} value={one}>
              {words.language[one]}
            </option>
          ))}
        </select>
      </label>
      {children}
    </div>
  );
}

/** Return whether a text has every word of a query. */
export function fits(query: string, text: string): boolean {
  const within = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}
