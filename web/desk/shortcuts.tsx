import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CloseIcon } from "../shared/icons";
import type { Desk } from "./store";
import { isLead } from "./team";
import { useView } from "./view";

/** Listen to the desk's keys, except while somebody writes or a dialog is open. */
export function useShortcuts(desk: Desk, onHelp: () => void): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      // Also while somebody writes: with Alt the digit is no text. By its place, for with Alt some keyboards write another character.
      const place = /^Digit([1-5])$/.exec(event.code)?.[1];
      if (event.altKey && !event.ctrlKey && !event.metaKey && place && !document.querySelector("dialog[open]")) {
        if (desk.suggesting.insertAt(Number(place))) event.preventDefault();
        return;
      }
      // From anywhere, also while somebody writes.
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) desk.team.open("search");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      const target = event.target as HTMLElement;
      if (event.key === "Escape") return target.blur();
      if (target.closest("input, textarea, select")) return;
      if (act(desk, event.key, target, onHelp)) event.preventDefault();
    };
    document.addEventListener("keydown", keyDown);
    return () => document.removeEventListener("keydown", keyDown);
  }, [desk]);
}

/** Do what a key stands for; false if it stands for nothing here. */
function act(desk: Desk, key: string, target: HTMLElement, onHelp: () => void): boolean {
  const conversation = desk.state.value.detail.data?.conversation;
  const me = desk.state.value.agent;
  const isFree = !target.closest("[data-own-arrows]") && (target === document.body || target.closest("[data-testid=desk-queue]") !== null);
  switch (key) {
    case "j":
      return moveFocus(1);
    case "k":
      return moveFocus(-1);
    case "ArrowDown":
      return isFree && moveFocus(1);
    case "ArrowUp":
      return isFree && moveFocus(-1);
    case "c":
      if (!conversation || conversation.status === "resolved" || conversation.assignee) return false;
      void desk.transition("claim");
      return true;
    case "e":
      if (!conversation || conversation.assignee?.id !== me?.id) return false;
      void desk.transition("resolve");
      return true;
    case "r":
      return write(desk, false);
    case "n":
      return write(desk, true);
    case "/":
      desk.team.open("search");
      return true;
    case "i":
      desk.team.open("notices");
      return true;
    case "t":
      if (conversation?.status !== "open" || (conversation.assignee && conversation.assignee.id !== me?.id && !isLead(me?.role ?? ""))) return false;
      desk.team.open("transfer");
      return true;
    case "m":
      if (conversation?.status !== "open" || conversation.assignee?.id !== me?.id) return false;
      desk.team.open("macros");
      return true;
    case "u":
      if (conversation?.status !== "open" || !conversation.assignee || conversation.assignee.id !== me?.id) return false;
      void desk.team.release();
      return true;
    case "1":
    case "2":
    case "3":
    case "4":
    case "5":
      return desk.suggesting.insertAt(Number(key));
    case "?":
      onHelp();
      return true;
    default:
      return false;
  }
}

function moveFocus(step: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>("[data-testid=desk-item]")];
  if (items.length === 0) return false;
  const focused = items.indexOf(document.activeElement as HTMLElement);
  const current = focused >= 0 ? focused : items.findIndex((item) => item.getAttribute("aria-current") === "true");
  const next = current < 0 ? (step === 1 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, current + step));
  items[next]?.focus();
  items[next]?.scrollIntoView({ block: "nearest" });
  return true;
}

function write(desk: Desk, isNote: boolean): boolean {
  if (!desk.state.value.detail.data) return false;
  desk.setDraft({ isNote });
  desk.showPane("conversation");
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=desk-composer]")?.focus());
  return true;
}

export function ShortcutList({ onClose }: { onClose: () => void }): JSX.Element {
  const { texts } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="shortcuts" aria-label={texts.shortcuts.title} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <div class="shortcuts-body">
        <div class="shortcuts-head">
          <h2>{texts.shortcuts.title}</h2>
          <button type="button" class="quiet-button" aria-label={texts.close} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        <dl>
          {texts.shortcuts.rows.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>
                {keys.split("  ").map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
