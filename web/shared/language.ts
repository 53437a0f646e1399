/** The two languages of the interface, and where a page finds out which one its reader wants. */

export type Language = "en" | "zh";

export const LANGUAGES: readonly Language[] = ["en", "zh"];

/** Return the supported language that a tag such as "zh-CN" or "en-GB" means, null for any other. */
export function languageOf(tag: string | null | undefined): Language | null {
  if (!tag) return null;
  const lower = tag.toLowerCase();
  if (lower.startsWith("zh")) return "zh";
  return lower.startsWith("en") ? "en" : null;
}

/** Return the reader's own choice, else the browser's first language that we speak, else English. */
export function preferredLanguage(storageKey: string): Language {
  const chosen = languageOf(readChoice(storageKey));
  if (chosen) return chosen;
  for (const tag of navigator.languages) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return "en";
}

/** Keep the reader's choice, and tell the browser and screen readers what language the page is in. */
export function chooseLanguage(storageKey: string, language: Language): void {
  document.documentElement.lang = htmlLanguage(language);
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be switched off; then the choice lasts until the page is left.
  }
}

/** Return the tag for a `lang` attribute. */
export function htmlLanguage(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}

/** Return the locale for `Intl`. */
export function locale(language: Language): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

function readChoice(storageKey: string): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
