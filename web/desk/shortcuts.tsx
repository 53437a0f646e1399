import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
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
  const isInList = target.closest("[data-testid=desk-item]") !== null;
  switch (key) {
    case "j":
      return moveFocus(desk, 1);
    case "k":
      return moveFocus(desk, -1);
    case "ArrowDown":
      return isFree && moveFocus(desk, 1);
    case "ArrowUp":
      return isFree && moveFocus(desk, -1);
    case "Home":
      return isInList && focusRow(desk, 0);
    case "End":
      return isInList && focusRow(desk, Number.MAX_SAFE_INTEGER);
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

/** Go to the next or the one before in the list, also where that is not loaded yet. */
function moveFocus(desk: Desk, step: 1 | -1): boolean {
  const { list, selectedId } = desk.state.value;
  if (list.items.length === 0) return false;
  const focusedId = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["id"] : undefined;
  const focused = list.items.findIndex((item) => item.id === focusedId);
  const current = focused >= 0 ? focused : list.items.findIndex((item) => item.id === selectedId);
  return focusRow(desk, current < 0 ? (step === 1 ? 0 : list.items.length - 1) : current + step);
}

function focusRow(desk: Desk, index: number): boolean {
  void desk.focusRow(index);
  return true;
}

function write(desk: Desk, isNote: boolean): boolean {
  if (!desk.state.value.detail.data) return false;
  desk.setDraft({ isNote });
  desk.showPane("conversation");
  // As soon as it is drawn, and before the next key, which is text already.
  queueMicrotask(() => document.querySelector<HTMLElement>("[data-testid=desk-composer]")?.focus());
  return true;
}

export function ShortcutList({ onClose }: { onClose: () => void }): JSX.Element {
  const { texts } = useView();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
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
