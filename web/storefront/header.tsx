import type { JSX } from "preact";
import type { DemoCustomer } from "../shared/contract";
import { ChatIcon, GlobeIcon } from "../shared/icons";
import type { Language } from "../shared/language";
import { CustomerSwitch } from "./customers";
import { openChat } from "./shop";
import type { Texts } from "./texts";

export interface HeaderProps {
  texts: Texts;
  language: Language;
  customers: DemoCustomer[];
  customerId: string | null;
  onChoose: (id: string | null) => void;
  onLanguage: () => void;
}

export function Header({ texts, language, customers, customerId, onChoose, onLanguage }: HeaderProps): JSX.Element {
  return (
    <header class="bar">
      <a class="brand" href="#" aria-label="Hearth & Hive">
        <svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true">
          <path class="brand-cell" d="M16 1.5l12.6 7.250v14.5L16 30.5 3.4 23.250V8.750z" />
          <path class="brand-flame" d="M16.3 7.5c.5 3.8 5.2 5.8 5.2 10.6a5.5 5.5 0 0 1-11 0c0-2.3 1.1-3.9 2.4-5.2.1 1.5.7 2.5 1.7 2.9-.5-3.3.3-6.2 1.7-8.3z" />
        </svg>
        <span>Hearth &amp; Hive</span>
      </a>
      <div class="bar-end">
        <button type="button" class="language" aria-label={texts.otherLanguageLabel} data-testid="language-switch" onClick={onLanguage}>
          <GlobeIcon />
          <span>{texts.otherLanguage}</span>
        </button>
        <CustomerSwitch texts={texts} language={language} customers={customers} customerId={customerId} onChoose={onChoose} />
      </div>
    </header>
  );
}

export interface HeroProps {
  texts: Texts;
  language: Language;
  customer: DemoCustomer | null;
  notice: string | null;
}

/** The shop's promise, and whose story is being told at the moment. */
export function Hero({ texts, language, customer, notice }: HeroProps): JSX.Element {
  const story = customer ? (language === "zh" && customer.story_zh ? customer.story_zh : customer.story) : texts.guestStory;
  return (
    <section class="hero">
      <div class="hero-words">
        <h1>{texts.tagline}</h1>
        <p>{texts.taglineMore}</p>
      </div>
      <div class="story" data-testid="customer-story">
        <p class="story-who">{customer ? texts.signedInAs(customer.name) : texts.guest}</p>
        <p class="story-text">{customer ? story : `${story} ${texts.guestHint}`}</p>
        {notice && (
          <p class="story-notice" role="alert">
            {notice}
          </p>
        )}
        <button type="button" class="ask" onClick={() => void openChat()}>
          <ChatIcon />
          {texts.askUs}
        </button>
      </div>
    </section>
  );
}
