import type { JSX } from "preact";
import type { EmotionLabel } from "../shared/contract";
import type { Texts } from "./texts";

const MOUTHS: Record<EmotionLabel, string> = {
  happy: "M7.2 13.4c1 2 2.8 3 4.8 3s3.8-1 4.8-3z",
  grateful: "M7.8 13.8c1 1.6 2.5 2.4 4.2 2.4s3.2-.8 4.2-2.4",
  neutral: "M8.3 15h7.4",
  confused: "M8.2 15.6c1.2-1.5 2.4-1.5 3.7-.5s2.5.9 3.9-.8",
  anxious: "M8.3 16c.9-1.4 1.8-1.4 2.5-.4.7 1 1.7 1 2.5 0s1.7-1 2.4.4",
  disappointed: "M8.6 16.3c.9-1.2 2.1-1.8 3.4-1.8s2.5.6 3.4 1.8",
  frustrated: "M8 16.6c1-1.6 2.4-2.4 4-2.4s3 .8 4 2.4",
  angry: "M7.8 16.9c1-2 2.5-3 4.2-3s3.2 1 4.2 3z",
};

const BROWS: Partial<Record<EmotionLabel, string>> = {
  angry: "M6.8 7.6l3.6 1.7M17.2 7.6l-3.6 1.7",
  frustrated: "M6.9 8h3.3M13.8 8h3.3",
  anxious: "M7 8.3l3-1.4M17 8.3l-3-1.4",
  confused: "M13.8 6.9l3.2-.6",
  disappointed: "M7 8.6l3-.9M17 8.6l-3-.9",
};

const CLOSED_EYES = "M7.5 10.7c.6-.9 1.9-.9 2.5 0M14 10.7c.6-.9 1.9-.9 2.5 0";

/** A small face; always beside its label, never alone. */
export function Face({ label }: { label: EmotionLabel }): JSX.Element {
  return (
    <svg class={`face ${label}`} viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">
      <circle cx="12" cy="12" r="9.5" />
      {label === "grateful" ? <path d={CLOSED_EYES} /> : <path class="eyes" d="M8.7 10.7v.1M15.3 10.7v.1" stroke-width="2.4" />}
      {BROWS[label] && <path d={BROWS[label]} />}
      <path d={MOUTHS[label]} fill={label === "happy" ? "currentColor" : "none"} />
    </svg>
  );
}

export function EmotionTag({ label, texts, percent }: { label: EmotionLabel; texts: Texts; percent?: number | undefined }): JSX.Element {
  return (
    <span class={`emotion ${label}`}>
      <Face label={label} />
      {texts.emotion[label]}
      {percent !== undefined && <small>{texts.confidence(percent)}</small>}
    </span>
  );
}
