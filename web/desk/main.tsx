import { render, type JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import "../shared/fonts.css";
import "../shared/tokens.css";
import "../shared/attachments.css";
import "../shared/tray.css";
import "./desk.css";
import "./signin.css";
import "./queue.css";
import "./conversation.css";
import "./context.css";
import "./orders.css";
import "./team.css";
import "./people/pages.css";
import "./people/wallboard.css";
import "./people/reports.css";
import "./people/sayings.css";
import { chooseLanguage, preferredLanguage, type Language } from "../shared/language";
import { useObservable } from "../shared/observable";
import { FirstPassword } from "./people/first-password";
import { Pages } from "./people/pages";
import { Wallboard } from "./people/wallboard";
import { isFor, usePlace } from "./place";
import { Shell } from "./shell";
import { SignIn } from "./signin";
import { Desk } from "./store";
import { ViewProvider, viewOf } from "./view";

const LANGUAGE_KEY = "warmline-desk:language";
const desk = new Desk();

function Page(): JSX.Element {
  const [language, setLanguage] = useState<Language>(() => preferredLanguage(LANGUAGE_KEY));
  const { agent, isUnreachable, counts } = useObservable(desk.state);
  const openCount = counts.open;
  const { unread } = useObservable(desk.alerts.state);
  const place = usePlace();
  const view = useMemo(() => viewOf(desk, language), [language]);
  const { texts } = view;

  useEffect(() => {
    // Other pages say their own names.
    if (agent && place.page !== "desk") return;
    // What is new comes first: of a narrow tab only the beginning is seen.
    if (agent && unread > 0) document.title = `${texts.newInTitle(unread)} · ${texts.desk}`;
    else document.title = agent && openCount > 0 ? `(${openCount}) ${texts.desk}` : texts.desk;
  }, [agent, openCount, unread, texts, place.page]);

  useEffect(() => {
    // A link to a conversation, from another page or from outside.
    if (agent && place.conversation && place.conversation !== desk.state.value.selectedId) void desk.select(place.conversation);
  }, [agent?.id, place]);

  const switchLanguage = (): void => {
    const next = language === "en" ? "zh" : "en";
    chooseLanguage(LANGUAGE_KEY, next);
    setLanguage(next);
  };

  let page: JSX.Element;
  if (isUnreachable) {
    page = (
      <main class="center">
        <p role="alert">{texts.unreachable}</p>
        <button type="button" class="button" onClick={() => void desk.start()}>
          {texts.retry}
        </button>
      </main>
    );
  } else if (agent === undefined) page = <main class="center quiet">{texts.loading}</main>;
  else if (agent === null) page = <SignIn onLanguage={switchLanguage} />;
  else if (agent.must_change_password) page = <FirstPassword agent={agent} onLanguage={switchLanguage} />;
  else if (place.page === "wallboard" && isFor("wallboard", agent.role)) page = <Wallboard />;
  else if (place.page !== "desk") page = <Pages agent={agent} page={place.page} onLanguage={switchLanguage} />;
  else page = <Shell agent={agent} onLanguage={switchLanguage} />;
  return <ViewProvider value={view}>{page}</ViewProvider>;
}

chooseLanguage(LANGUAGE_KEY, preferredLanguage(LANGUAGE_KEY));
void desk.start();
const place = document.getElementById("page");
if (place) render(<Page />, place);
