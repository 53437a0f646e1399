import type { JSX } from "preact";
import { CloseIcon } from "../../shared/icons";
import type { Texts } from "../texts";

export interface TeaserProps {
  title: string;
  text: string;
  texts: Texts;
  onOpen: () => void;
  onHide: () => void;
}

/** A note beside the closed chat: help is offered, or somebody has written. It never takes the focus, and goes for good when hidden. */
export function Teaser({ title, text, texts, onOpen, onHide }: TeaserProps): JSX.Element {
  return (
    <aside
      class="teaser"
      aria-label={texts.teaser}
      data-testid="widget-teaser"
      onKeyDown={(event) => {
        if (event.key === "Escape") onHide();
      }}
    >
      <button type="button" class="teaser-open" data-testid="widget-teaser-open" onClick={onOpen}>
        <strong>{title}</strong>
        <span>{text}</span>
      </button>
      <button type="button" class="teaser-hide" aria-label={texts.hideTeaser} title={texts.hideTeaser} data-testid="widget-teaser-hide" onClick={onHide}>
        <CloseIcon />
      </button>
    </aside>
  );
}
