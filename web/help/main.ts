/** The help pages are written by the gateway (gateway/articles.py); from here come their looks, dates as people read them, and who is reading. */
import "../shared/fonts.css";
import "@fontsource-variable/bricolage-grotesque/wght.css";
import "../shared/tokens.css";
import "./help.css";
import { languageOf, type Language } from "../shared/language";
import { calendarDate } from "../shared/moment";
import { chosenCustomer, signIn } from "../storefront/shop";

const language: Language = languageOf(document.documentElement.lang) ?? "en";

for (const time of document.querySelectorAll("time")) time.textContent = calendarDate(time.dateTime, language);

/** Tell the chat who was shopping in the demo shop. Without it, who comes here from the chat would go on as a guest. */
async function recognise(): Promise<void> {
  const customer = chosenCustomer();
  if (!customer) return;
  try {
    await signIn(customer, language);
  } catch (error) {
    console.warn("The chat does not know who is reading", error);
  }
}

window.addEventListener("warmline:token-expired", () => void recognise());
void recognise();
