/** The widget's application, loaded on demand: joins the shop's calls, one person's session and the views. */

import { render } from "preact";
import { languageOf, preferredLanguage, type Language } from "../shared/language";
import { Observable } from "../shared/observable";
import tokenStyle from "../shared/tokens.css?inline";
import type { Application, IdentifyInfo, WidgetOptions } from "./api";
import { GUEST, identityOf, type Identity } from "./identity";
import { hasGreeted, Memory, rememberOpen, wasOpen } from "./memory";
import { ChatSession } from "./session";
import { safeAddress } from "../shared/richtext";
import launcherStyle from "./launcher.css?inline";
import attachmentsStyle from "../shared/attachments.css?inline";
import trayStyle from "../shared/tray.css?inline";
import panelStyle from "./panel.css?inline";
import privacyStyle from "./privacy.css?inline";
import surveyStyle from "./survey.css?inline";
import threadStyle from "./thread.css?inline";
import { Widget } from "./view/widget";

export interface WidgetState {
  isOpen: boolean;
  language: Language;
  session: ChatSession;
  /** Whether help is being offered beside the closed chat. */
  isGreeting: boolean;
}

export function mount(options: WidgetOptions): Application {
  const application = new WidgetApplication(options);
  application.start();
  return application;
}

class WidgetApplication implements Application {
  readonly #options: WidgetOptions;
  readonly #state: Observable<WidgetState>;

  constructor(options: WidgetOptions) {
    this.#options = options;
    const page = languageOf(options.language) ?? languageOf(document.documentElement.lang);
    this.#state = new Observable<WidgetState>({
      isOpen: false,
      language: page ?? preferredLanguage("warmline-language"),
      session: new ChatSession(options.origin, GUEST),
      isGreeting: false,
    });
  }

  start(): void {
    const { root, button, name, privacy } = this.#options;
    root.adoptedStyleSheets = [launcherStyle, tokenStyle, panelStyle, threadStyle, attachmentsStyle, trayStyle, privacyStyle, surveyStyle].map(sheetOf);
    const place = document.createElement("div");
    place.className = "widget";
    root.append(place);
    render(
      <Widget
        state={this.#state}
        name={name ?? null}
        privacy={privacy ? safeAddress(privacy) : null}
        onGreeted={() => this.#state.patch({ isGreeting: false })}
        onToggle={() => (this.#state.value.isOpen ? this.close() : this.open())}
        onLanguage={(language) => this.#state.patch({ language })}
      />,
      place,
    );
    button.remove();
    // A shop that switches its language switches ours.
    new MutationObserver(() => {
      const language = languageOf(document.documentElement.lang);
      if (language) this.#state.patch({ language });
    }).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
  }

  identify(token: string, info: IdentifyInfo = {}): void {
    let identity: Identity;
    try {
      identity = identityOf(token, info.joinGuest ? new Memory(GUEST.key).load().visitorToken : null);
    } catch (error) {
      console.error(error);
      return;
    }
    if (info.language) this.#state.patch({ language: info.language });
    const { session } = this.#state.value;
    if (session.identityKey === identity.key) session.renew(identity);
    else this.#change(new ChatSession(this.#options.origin, identity), false);
    if (wasOpen()) this.open();
  }

  logout(): void {
    this.#change(null, true);
  }

  open(): void {
    this.#state.patch({ isOpen: true, isGreeting: false });
    hasGreeted(true); // Who has found the chat needs no hint.
    rememberOpen(true);
    this.#state.value.session.connect();
  }

  close(): void {
    this.#state.patch({ isOpen: false });
    rememberOpen(false);
  }

  resume(): void {
    const { session } = this.#state.value;
    if (session.identityKey !== GUEST.key) return;
    if (wasOpen()) this.open();
    else if (session.hasHistory) session.connect();
  }

  greet(): void {
    const { isOpen, session } = this.#state.value;
    if (isOpen || session.hasHistory || hasGreeted(true)) return;
    this.#state.patch({ isGreeting: true });
    // For a customer the bot may have something better to say than a greeting.
    if (session.identityKey !== GUEST.key) session.connect();
  }

  #change(next: ChatSession | null, forget: boolean): void {
    this.#state.value.session.end(forget);
    const session = next ?? new ChatSession(this.#options.origin, GUEST);
    this.#state.patch({ session });
    if (this.#state.value.isOpen || session.hasHistory) session.connect();
  }
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
