/** What a customer may do with the conversation as a whole: end it, take their data along, have them deleted. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { MoreIcon } from "../../shared/icons";
import type { ChatSession, ChatState } from "../session";
import type { Texts } from "../texts";

export interface MenuProps {
  session: ChatSession;
  chat: ChatState;
  texts: Texts;
  privacy: string | null;
  onErase: () => void;
  /** Tell how the download goes. */
  onNotice: (text: string | null) => void;
}

export function Menu({ session, chat, texts, privacy, onErase, onNotice }: MenuProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOnline = chat.link === "online";
  const canEnd = isOnline && chat.messages.length > 0 && chat.status !== "resolved";

  useEffect(() => {
    if (!isOpen) return;
    place.current?.querySelector<HTMLElement>(".menu button:not(:disabled), .menu a")?.focus();
    const outside = (event: Event): void => {
      if (!event.composedPath().includes(place.current as EventTarget)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);

  const leave = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(place.current, event.key === "ArrowDown" ? 1 : -1);
    }
  };
  const download = async (): Promise<void> => {
    leave();
    onNotice(texts.downloading);
    try {
      save(await session.download(), texts.dataFile);
      onNotice(texts.downloaded);
    } catch {
      onNotice(texts.downloadFailed);
    }
  };

  return (
    <div
      class="menu-place"
      ref={place}
      onKeyDown={keyDown}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null;
        if (next && !place.current?.contains(next)) setOpen(false);
      }}
    >
      <button ref={button} type="button" class="head-button square" aria-label={texts.more} aria-expanded={isOpen} data-testid="widget-menu" onClick={() => setOpen(!isOpen)}>
        <MoreIcon />
      </button>
      {isOpen && (
        <div class="menu" data-testid="widget-menu-items">
          {canEnd && (
            <button
              type="button"
              data-testid="widget-end"
              onClick={() => {
                leave();
                void session.close();
              }}
            >
              {texts.end}
            </button>
          )}
          {privacy && (
            <a href={privacy} target="_blank" rel="noopener noreferrer" onClick={leave}>
              {texts.privacyNotice}
            </a>
          )}
          <button type="button" data-testid="widget-download" disabled={!isOnline} onClick={() => void download()}>
            {texts.download}
          </button>
          <button
            type="button"
            class="grave"
            data-testid="widget-erase"
            disabled={!isOnline}
            onClick={() => {
              leave();
              onErase();
            }}
          >
            {texts.erase}
          </button>
        </div>
      )}
    </div>
  );
}

/** Move the focus to the next or the previous item, round and round. */
function step(place: HTMLElement | null, by: 1 | -1): void {
  const items = [...(place?.querySelectorAll<HTMLElement>(".menu button:not(:disabled), .menu a") ?? [])];
  const root = place?.getRootNode() as ShadowRoot | undefined;
  const now = items.indexOf(root?.activeElement as HTMLElement);
  items[(now + by + items.length) % items.length]?.focus();
}

function save(data: Blob, name: string): void {
  const url = URL.createObjectURL(data);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
