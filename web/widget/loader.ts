/**
 * `widget.js`: draws the launcher and fetches the application when it is first needed.
 * Classic script, so it must not leave names behind: Vite wraps it in a function.
 */

import type { Application, WarmlineApi, WidgetOptions } from "./api";
import launcherStyle from "./launcher.css?inline";

declare const __WIDGET_APPLICATION__: string;

const STORE = "warmline:v1:";

function start(script: HTMLScriptElement): void {
  const data = script.dataset;
  const host = document.createElement("warmline-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyle);
  root.adoptedStyleSheets = [sheet];

  const chinese = (data.language || document.documentElement.lang || navigator.language).toLowerCase().startsWith("zh");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  button.dataset.testid = "widget-launcher";
  button.setAttribute("aria-label", chinese ? "打开客服聊天" : "Open support chat");
  button.setAttribute("aria-expanded", "false");
  const svg = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(svg, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4v-4A2.4 2.4 0 0 1 4 13.6zM8.5 8.7h7M8.5 11.7h4.5");
  picture.append(path);
  button.append(picture);
  root.append(button);

  const options: WidgetOptions = { root, button, origin: new URL(script.src).origin };
  if (data.language) options.language = data.language;
  if (data.name) options.name = data.name;
  if (data.privacy) options.privacy = data.privacy;

  let application: Promise<Application> | null = null;
  const load = (): Promise<Application> => {
    application ??= import(/* @vite-ignore */ new URL(__WIDGET_APPLICATION__, script.src).href).then(
      (module: { mount(options: WidgetOptions): Application }) => module.mount(options),
    );
    application.catch(() => {
      application = null; // The network was away: the next click tries again.
    });
    return application;
  };
  const tell = (act: (application: Application) => void): void => {
    load().then(act, (error: unknown) => console.warn("Warmline could not be loaded", error));
  };

  const api: WarmlineApi = {
    identify: (token, info) => tell((app) => app.identify(token, info)),
    logout: () => {
      forget();
      if (application) tell((app) => app.logout());
    },
    open: () => tell((app) => app.open()),
    close: () => {
      if (application) tell((app) => app.close());
    },
  };
  window.Warmline = api;
  button.addEventListener("click", api.open);

  document.body.append(host);
  // A guest who has chatted before: fetch what came meanwhile. A customer is waited for: the shop calls identify().
  if (remembered(`${STORE}last`) === "guest" && remembered(`${STORE}guest`)) tell((app) => app.resume());
  const waitS = Number(data.greet);
  if (waitS > 0) setTimeout(() => tell((app) => app.greet()), waitS * 1000);
}

/** Drop everything that is kept of a person, also when the application was never loaded. */
function forget(): void {
  for (const storage of storages()) {
    for (const key of Object.keys(storage)) if (key.startsWith(STORE)) storage.removeItem(key);
  }
}

function remembered(key: string): string | null {
  return storages()[0]?.getItem(key) ?? null;
}

function storages(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return []; // Switched off by the browser.
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.Warmline) start(script);
