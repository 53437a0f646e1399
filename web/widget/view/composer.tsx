import type { ComponentChildren, JSX, Ref } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ClipIcon, SendIcon } from "../../shared/icons";
import { useObservable } from "../../shared/observable";
import type { Texts } from "../texts";
import type { Tray } from "../../shared/tray";
import { ACCEPTED } from "../../shared/upload";
import { TrayView } from "../../shared/tray-view";

const LIMIT = 4000;
const COUNTER_FROM = 3600;
const MAX_HEIGHT_PX = 132;
const TYPING_AGAIN_MS = 3_000;
const TYPING_ENDS_MS = 4_500;

export interface ComposerProps {
  ref: Ref<HTMLTextAreaElement>;
  texts: Texts;
  tray: Tray;
  onSend: (text: string) => void;
  onTyping: (typing: boolean) => void;
  children?: ComponentChildren;
}

/** Where the customer writes and attaches. Enter sends, Shift+Enter starts a line, the field grows with the text, and files may be pasted. */
export function Composer({ ref, texts, tray, onSend, onTyping, children }: ComposerProps): JSX.Element {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement | null>(null);
  const typing = useTypingNotice(onTyping);
  const left = LIMIT - text.length;
  const files = useObservable(tray.state);
  const picker = useRef<HTMLInputElement>(null);
  const isUploading = files.items.some((item) => item.state === "uploading");
  const hasReady = files.items.some((item) => item.state === "ready");
  const canSend = (text.trim() !== "" || hasReady) && left >= 0 && !isUploading;

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT_PX)}px`;
  }, [text]);

  useLayoutEffect(() => {
    // On touch screens focusing would raise the keyboard over the conversation.
    if (!window.matchMedia("(pointer: coarse)").matches) field.current?.focus();
  }, []);

  const submit = (): void => {
    if (!canSend) return;
    onSend(text);
    setText("");
    typing.stop();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TrayView tray={tray} state={files} texts={texts} place="widget" />
      <div class="field">
        <button type="button" class="attach" data-testid="widget-attach" aria-label={texts.attach} title={texts.attach} onClick={() => picker.current?.click()}>
          <ClipIcon />
        </button>
        <input
          ref={picker}
          type="file"
          class="hidden"
          multiple
          accept={ACCEPTED.join(",")}
          tabIndex={-1}
          aria-hidden="true"
          data-testid="widget-file"
          onChange={(event) => {
            tray.add(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
            field.current?.focus();
          }}
        />
        <textarea
          ref={(element) => {
            field.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref) ref.current = element;
          }}
          rows={1}
          value={text}
          data-testid="widget-input"
          aria-label={texts.input}
          aria-invalid={left < 0}
          placeholder={texts.placeholder}
          enterkeyhint="send"
          onInput={(event) => {
            setText(event.currentTarget.value);
            typing.note();
          }}
          onKeyDown={keyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (!pasted?.length) return;
            event.preventDefault();
            tray.add(pasted);
          }}
        />
        <button type="submit" class="send" data-testid="widget-send" aria-label={texts.send} disabled={!canSend}>
          <SendIcon />
        </button>
      </div>
      <div class="below">
        {children}
        {text.length >= COUNTER_FROM && (
          <span class={left < 0 ? "counter over" : "counter"} role="status">
            {texts.charactersLeft(left)}
          </span>
        )}
      </div>
    </form>
  );
}

/** Tell that the customer types: at most every few seconds, and that they stopped. */
function useTypingNotice(onTyping: (typing: boolean) => void): { note: () => void; stop: () => void } {
  const lastMs = useRef(0);
  const timer = useRef<number | undefined>(undefined);
  const stop = (): void => {
    window.clearTimeout(timer.current);
    if (lastMs.current > 0) onTyping(false);
    lastMs.current = 0;
  };
  const note = (): void => {
    const now = Date.now();
    if (now - lastMs.current > TYPING_AGAIN_MS) {
      lastMs.current = now;
      onTyping(true);
    }
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(stop, TYPING_ENDS_MS);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { note, stop };
}
