import type { ComponentChildren, JSX, Ref } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { SendIcon } from "../../shared/icons";
import { useObservable } from "../../shared/observable";
import type { Texts } from "../texts";
import type { Tray } from "../../shared/tray";
import { TrayView } from "../../shared/tray-view";
import { AttachButton, isComplete, pasted, useGrowing, useTypingNotice } from "../../shared/writing";

const LIMIT = 4000;
const COUNTER_FROM = 3600;
const MAX_HEIGHT_PX = 132;

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
  const canSend = left >= 0 && isComplete(text, files);
  useGrowing(field, MAX_HEIGHT_PX, [text]);

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
        <AttachButton
          label={texts.attach}
          place="widget"
          look="attach"
          hidden="hidden"
          onFiles={(files) => {
            tray.add(files);
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
          onPaste={pasted((files) => tray.add(files))}
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
