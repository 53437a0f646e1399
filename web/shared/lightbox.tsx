import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CloseIcon } from "./icons";

export interface LightboxProps {
  src: string;
  name: string;
  closeLabel: string;
  onClose: () => void;
}

/** A photo as large as the window; Escape, the button and a click beside it close it, and the focus goes back to where it was. */
export function Lightbox({ src, name, closeLabel, onClose }: LightboxProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={name}
      data-testid="lightbox"
      onClose={onClose}
      onClick={(event) => !(event.target instanceof HTMLImageElement) && dialog.current?.close()}
      // What is beneath has keys of its own: Escape would close the chat, too.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <img src={src} alt={name} />
      <button type="button" aria-label={closeLabel}>
        <CloseIcon />
      </button>
    </dialog>
  );
}
