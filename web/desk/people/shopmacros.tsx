/** Macros: the shop's own, and the shipped ones, which an admin switches off or copies. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { PlusIcon } from "../../shared/icons";
import { dayAndTime } from "../../shared/moment";
import { said } from "../macros";
import { useView } from "../view";
import { Filters, fits } from "./filters";
import { Confirm, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import * as api from "./sayings-api";
import { MacroForm } from "./shopmacro-form";

export function MacrosPage(): JSX.Element {
  const view = useView();
  const words = usePeopleTexts();
  const text = words.shopMacros;
  const [language, setLanguage] = useState<api.SpokenLanguage>(view.language);
  const loaded = useLoaded(() => api.shopMacros(language), [language]);
  const action = useAction();
  const [query, setQuery] = useState("");
  const [edited, setEdited] = useState<api.ShopMacro | "new" | null>(null);
  const [removed, setRemoved] = useState<api.ShopMacro | null>(null);
  const all = loaded.data?.macros ?? [];
  const found = all.filter((one) => fits(query, `${one.title} ${one.text} ${one.note}`));
  const groups = [
    { title: text.shop, items: found.filter((one) => !one.shipped) },
    { title: text.shipped, items: found.filter((one) => one.shipped) },
  ];
  const change = (act: () => Promise<unknown>): void =>
    void action.run(async () => {
      await act();
      setRemoved(null);
      loaded.reload();
    });

  return (
    <PageFrame
      title={text.title}
      intro={text.intro}
      loaded={loaded}
      action={
        <button type="button" class="button primary" data-testid="macro-add" onClick={() => setEdited("new")}>
          <PlusIcon />
          {text.add}
        </button>
      }
    >
      <Filters label={text.search} languageLabel={text.languageLabel} query={query} language={language} testId="macro" onQuery={setQuery} onLanguage={setLanguage} />
      <Problem error={edited || removed ? null : action.error} />
      {found.length === 0 && <p class="page-state quiet">{all.length === 0 ? text.none : text.noneFound}</p>}
      {groups.map(
        ({ title, items }) =>
          items.length > 0 && (
            <section class="panel" key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul class="rows">
                {items.map((one) => (
                  <li class={`row high ${one.enabled ? "" : "off"}`} key={one.id} data-testid="macro-row" data-id={one.id}>
                    <span class="row-main" lang={language === "zh" ? "zh-CN" : "en"}>
                      <strong>{one.title}</strong>
                      {one.text && <small class="canned-text">{one.text}</small>}
                      {one.does.length > 0 && (
                        <small class="quiet" lang={view.language === "zh" ? "zh-CN" : "en"}>
                          {one.does.map((step) => said(step, view.texts)).join(" · ")}
                        </small>
                      )}
                      {one.changed_by && one.changed_at && <small class="quiet">{text.by(one.changed_by, dayAndTime(one.changed_at, view.language))}</small>}
                    </span>
                    <span class="row-buttons">
                      {one.shipped ? (
                        <>
                          <button type="button" class="button small-text" aria-label={`${text.copy}: ${one.title}`} onClick={() => setEdited(one)}>
                            {text.copy}
                          </button>
                          <button type="button" class="button small-text" role="switch" aria-checked={one.enabled} aria-label={`${one.title}: ${text.on}`} disabled={action.isBusy} onClick={() => change(() => api.switchMacro(one.id, !one.enabled))}>
                            {one.enabled ? text.on : text.off}
                          </button>
                        </>
                      ) : (
                        <>
                          <button type="button" class="button small-text" aria-label={`${words.edit}: ${one.title}`} onClick={() => setEdited(one)}>
                            {words.edit}
                          </button>
                          <button type="button" class="button small-text" aria-label={`${words.remove}: ${one.title}`} onClick={() => setRemoved(one)}>
                            {words.remove}
                          </button>
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      {edited && loaded.data && (
        <MacroForm
          macro={edited === "new" ? null : edited}
          parts={loaded.data}
          language={language}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            loaded.reload();
          }}
        />
      )}
      {removed && <Confirm title={text.deleteTitle(removed.title)} text={text.deleteText} yes={words.remove} action={action} onClose={() => setRemoved(null)} onYes={() => change(() => api.deleteMacro(removed.id))} />}
    </PageFrame>
  );
}
