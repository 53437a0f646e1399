/** What both composers are made of: telling that somebody types, a field that grows, and files chosen or pasted. */

import type { JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ClipIcon } from "./icons";
import type { TrayState } from "./tray";
import { ACCEPTED } from "./upload";

const TYPING_AGAIN_MS = 3_000;
const TYPING_ENDS_MS = 4_500;

export interface TypingNotice {
  note(): void;
  stop(): void;
}

/** Tell that somebody types: at most every few seconds, and that they stopped, after a pause or at once. */
export function useTypingNotice(tell: (typing: boolean) => void): TypingNotice {
  const lastMs = useRef(0);
  const timer = useRef<number | undefined>(undefined);
  const stop = (): void => {
    window.clearTimeout(timer.current);
    if (lastMs.current > 0) tell(false);
    lastMs.current = 0;
  };
  const note = (): void => {
    const now = Date.now();
    if (now - lastMs.current > TYPING_AGAIN_MS) {
      lastMs.current = now;
      tell(true);
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(stop, TYPING_ENDS_MS);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { note, stop };
}

/** Let a field be as high as its text, up to a limit. `seen`: what its height depends on. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, maxHeightPx: number, seen: readonly unknown[]): void {
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, maxHeightPx)}px`;
  }, seen);
}

/** Return whether there is something to send, and nothing still on its way up. */
export function isComplete(text: string, files: TrayState): boolean {
  const isUploading = files.items.some((item) => item.state === "uploading");
  return !isUploading && (text.trim() !== "" || files.items.some((item) => item.state === "ready"));
}

/** Return what takes the files of a paste, and leaves pasted text to the field. */
export function pasted(take: (files: Iterable<File>) => void): (event: ClipboardEvent) => void {
  return (event) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    take(files);
  };
}

/** A paper clip that opens the choice of files. `hidden`: the class of what only the button shows. */
export function AttachButton({ label, place, look, hidden, onFiles }: { label: string; place: "desk" | "widget"; look: string; hidden: string; onFiles: (files: Iterable<File>) => void }): JSX.Element {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={look} data-testid={`${place}-attach`} aria-label={label} title={label} onClick={() => picker.current?.click()}>
        <ClipIcon />
      </button>
      <input
        ref={picker}
        type="file"
        class={hidden}
        multiple
        accept={ACCEPTED.join(",")}
        tabIndex={-1}
        aria-hidden="true"
        data-testid={`${place}-file`}
        onChange={(event) => {
          onFiles(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
