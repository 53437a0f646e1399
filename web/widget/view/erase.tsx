/** The last question before everything is deleted. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ChatSession } from "../session";
import type { Texts } from "../texts";

export interface EraseProps {
  session: ChatSession;
  texts: Texts;
  onClose: () => void;
}

/** Ask; the safe answer has the focus, Escape gives it, and the focus stays inside until there is an answer. */
export function EraseDialog({ session, texts, onClose }: EraseProps): JSX.Element {
  const [state, setState] = useState<"asking" | "busy" | "failed">("asking");
  const place = useRef<HTMLDivElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const isSignedIn = session.identityKey !== "guest";

  useEffect(() => cancel.current?.focus(), []);

  const erase = async (): Promise<void> => {
    setState("busy");
    try {
      await session.erase();
      onClose();
    } catch {
      setState("failed");
      cancel.current?.focus();
    }
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (state !== "busy") onClose();
    } else if (event.key === "Tab") {
      const buttons = [...(place.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
      const root = place.current?.getRootNode() as ShadowRoot;
      const edge = event.shiftKey ? buttons[0] : buttons.at(-1);
      if (root.activeElement !== edge) return;
      event.preventDefault();
      (event.shiftKey ? buttons.at(-1) : buttons[0])?.focus();
    }
  };

  return (
    <div class="veil" onKeyDown={keyDown}>
      <div ref={place} class="ask" role="alertdialog" aria-modal="true" aria-labelledby="erase-title" aria-describedby="erase-text" data-testid="widget-erase-dialog">
        <h2 id="erase-title">{texts.eraseTitle}</h2>
        <div id="erase-text">
          <p>{texts.eraseText(isSignedIn)}</p>
          <p>{texts.eraseKept}</p>
        </div>
        <p role="alert" class="ask-fault">
          {state === "failed" && texts.eraseFailed}
        </p>
        <div class="ask-actions">
          <button ref={cancel} type="button" class="ask-cancel" data-testid="widget-erase-cancel" disabled={state === "busy"} onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="button" class="ask-erase" data-testid="widget-erase-confirm" disabled={state === "busy"} onClick={() => void erase()}>
            {state === "busy" ? texts.erasing : texts.eraseConfirm}
          </button>
        </div>
      </div>
    </div>
  );
}
