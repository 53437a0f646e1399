/** What the loader and the application promise each other, and what a shop's page sees as `window.Warmline`. */

export interface IdentifyInfo {
  language?: "en" | "zh";
  /** What was said here as a guest within a day goes on as the customer's: only where a browser is one person's. */
  joinGuest?: boolean;
}

export interface WarmlineApi {
  /** Say who the customer is: a JWT that the shop's back end signed. */
  identify(token: string, info?: IdentifyInfo): void;
  /** Forget the person: messages, storage, connection. */
  logout(): void;
  open(): void;
  close(): void;
}

export interface Application extends WarmlineApi {
  /** Connect as the guest of an earlier visit, without opening the panel. */
  resume(): void;
  /** Offer help beside the closed chat, once in this browser. */
  greet(): void;
}

export interface WidgetOptions {
  root: ShadowRoot;
  /** The loader's own launcher; the application takes its place. */
  button: HTMLButtonElement;
  /** Where the gateway is: `https://support.example`. */
  origin: string;
  language?: string;
  /** The name in the panel's head. */
  name?: string;
  /** The shop's privacy notice: http(s), or a path of the shop. */
  privacy?: string;
}

declare global {
  interface Window {
    Warmline?: WarmlineApi;
  }
}
