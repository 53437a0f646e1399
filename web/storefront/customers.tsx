import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DemoCustomer } from "../shared/contract";
import { CheckIcon, DownIcon, PersonIcon, SignOutIcon } from "../shared/icons";
import { initials } from "../shared/initials";
import type { Language } from "../shared/language";
import type { Texts } from "./texts";

export interface CustomerSwitchProps {
  texts: Texts;
  language: Language;
  customers: DemoCustomer[];
  customerId: string | null;
  onChoose: (id: string | null) => void;
}

/** The demo's menu of customers, each with a story to try. */
export function CustomerSwitch({ texts, language, customers, customerId, onChoose }: CustomerSwitchProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = customers.find((one) => one.id === customerId) ?? null;

  useEffect(() => {
    if (!isOpen) return;
    (place.current?.querySelector<HTMLElement>("[aria-checked=true]") ?? place.current?.querySelector<HTMLElement>("[role=menuitemradio]"))?.focus();
    const outside = (event: PointerEvent): void => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (id: string | null): void => {
    close();
    if (id !== customerId) onChoose(id);
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") return close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...(place.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const index = items.indexOf(document.activeElement as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1);
    items[(index + items.length) % items.length]?.focus();
  };

  return (
    <div class="switch" ref={place}>
      <button ref={button} type="button" class="switch-button" data-testid="customer-switch" aria-haspopup="menu" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="sr">{texts.shopAs}: </span>
        <span class="face" aria-hidden="true">{chosen ? initials(chosen.name) : <PersonIcon />}</span>
        <span class="switch-name">{chosen?.name ?? texts.guest}</span>
        <DownIcon />
      </button>
      {isOpen && (
        <div class="switch-menu" role="menu" aria-label={texts.chooseCustomer} onKeyDown={keyDown}>
          <p class="switch-title">{texts.chooseCustomer}</p>
          <Choice id="guest" name={texts.guest} story={texts.guestStory} isChosen={!customerId} onChoose={() => choose(null)} />
          {customers.map((one) => (
            <Choice key={one.id} id={one.id} name={one.name} story={language === "zh" && one.story_zh ? one.story_zh : one.story} isChosen={one.id === customerId} onChoose={() => choose(one.id)} />
          ))}
          {customerId && (
            <button type="button" role="menuitem" class="sign-out" data-testid="sign-out" onClick={() => choose(null)}>
              <SignOutIcon />
              {texts.signOut}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Choice({ id, name, story, isChosen, onChoose }: { id: string; name: string; story: string; isChosen: boolean; onChoose: () => void }): JSX.Element {
  return (
    <button type="button" role="menuitemradio" aria-checked={isChosen} class="choice" data-testid="customer-option" data-id={id} onClick={onChoose}>
      <span class="face">{id === "guest" ? <PersonIcon /> : initials(name)}</span>
      <span class="choice-words">
        <strong>{name}</strong>
        <span>{story}</span>
      </span>
      {isChosen && <CheckIcon />}
    </button>
  );
}
