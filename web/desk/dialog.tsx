import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { CloseIcon } from "../shared/icons";
import { useView } from "./view";

export interface DialogProps {
  title: string;
  testId: string;
  isWide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog over the desk. Escape, the cross and a click beside it close it; then the focus is where it was. */
export function Dialog({ title, testId, isWide = false, onClose, children }: DialogProps): JSX.Element {
  const { texts } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);

  // Before the next key: what somebody types on would be taken for shortcuts.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      isGone.current = true;
      element?.close();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class={isWide ? "sheet wide" : "sheet"}
      aria-label={title}
      data-testid={testId}
      onClose={() => !isGone.current && onClose()}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2>{title}</h2>
          <button type="button" class="quiet-button" aria-label={texts.close} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
