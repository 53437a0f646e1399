import type { ComponentChildren, JSX, Ref } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { SendIcon } from "../../shared/icons";
import type { Texts } from "../texts";

const LIMIT = 4000;
const COUNTER_FROM = 3600;
const MAX_HEIGHT_PX = 132;
const TYPING_AGAIN_MS = 3_000;
const TYPING_ENDS_MS = 4_500;

export interface ComposerProps {
  ref: Ref<HTMLTextAreaElement>;
  texts: Texts;
  onSend: (text: string) => void;
  onTyping: (typing: boolean) => void;
  children?: ComponentChildren;
}

/** Where the customer writes. Enter sends, Shift+Enter starts a line, and the field grows with the text. */
export function Composer({ ref, texts, onSend, onTyping, children }: ComposerProps): JSX.Element {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement | null>(null);
  const typing = useTypingNotice(onTyping);
  const left = LIMIT - text.length;
  const canSend = text.trim() !== "" && left >= 0;

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
      <div class="field">
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
