/** Canned responses: one's own, the shop's, and the shipped ones, which admins switch off. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../../shared/contract";
import { PlusIcon } from "../../shared/icons";
import { useView } from "../view";
import * as api from "./api";
import { CannedForm } from "./canned-form";
import { Filters, fits } from "./filters";
import { Confirm, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";

export function CannedPage({ agent }: { agent: Agent }): JSX.Element {
  const view = useView();
  const words = usePeopleTexts();
  const text = words.canned;
  const [language, setLanguage] = useState<"en" | "zh">(view.language);
  const loaded = useLoaded(() => api.cannedResponses(language), [language]);
  const action = useAction();
  const [query, setQuery] = useState("");
  const [edited, setEdited] = useState<api.CannedResponse | "new" | null>(null);
  const [removed, setRemoved] = useState<api.CannedResponse | null>(null);
  const isAdmin = agent.role === "admin";
  const all = loaded.data ?? [];
  const found = all.filter((one) => fits(query, `${one.title} ${one.text}`));
  const groups: { title: string; items: api.CannedResponse[] }[] = [
    { title: text.mine, items: found.filter((one) => one.personal) },
    { title: text.shop, items: found.filter((one) => one.author !== null && !one.personal) },
    { title: text.shipped, items: found.filter((one) => one.author === null) },
  ];
  const mayChange = (one: api.CannedResponse): boolean => one.author === agent.id || (isAdmin && one.author !== null && !one.personal);
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
        <button type="button" class="button primary" data-testid="canned-add" onClick={() => setEdited("new")}>
          <PlusIcon />
          {text.add}
        </button>
      }
    >
      <Filters label={text.search} languageLabel={text.languageLabel} query={query} language={language} testId="canned" onQuery={setQuery} onLanguage={setLanguage} />
      <Problem error={edited || removed ? null : action.error} />
      {found.length === 0 && <p class="page-state quiet">{all.length === 0 ? text.none : text.noneFound}</p>}
      {groups.map(
        ({ title, items }) =>
          items.length > 0 && (
            <section class="panel" key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul class="rows">
                {items.map((one) => (
                  <li class={`row high ${one.enabled ? "" : "off"}`} key={one.id} data-testid="canned-row" data-id={one.id}>
                    <span class="row-main" lang={language === "zh" ? "zh-CN" : "en"}>
                      <strong>{one.title}</strong>
                      <small class="canned-text">{one.text}</small>
                      {one.author_name && !one.personal && <small>{text.by(one.author_name)}</small>}
                    </span>
                    <span class="row-buttons">
                      {mayChange(one) && (
                        <>
                          <button type="button" class="button small-text" aria-label={`${words.edit}: ${one.title}`} onClick={() => setEdited(one)}>
                            {words.edit}
                          </button>
                          <button type="button" class="button small-text" aria-label={`${words.remove}: ${one.title}`} onClick={() => setRemoved(one)}>
                            {words.remove}
                          </button>
                        </>
                      )}
                      {one.author === null && isAdmin && (
                        <button type="button" class="button small-text" role="switch" aria-checked={one.enabled} aria-label={`${one.title}: ${text.on}`} disabled={action.isBusy} onClick={() => change(() => api.switchCanned(one.id, !one.enabled))}>
                          {one.enabled ? text.on : text.off}
                        </button>
                      )}
                      {one.author === null && !isAdmin && !one.enabled && <span class="badge">{text.off}</span>}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      {edited && (
        <CannedForm
          canned={edited === "new" ? null : edited}
          language={language}
          mayBePersonal={edited === "new" || edited.author === agent.id}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            loaded.reload();
          }}
        />
      )}
      {removed && <Confirm title={text.deleteTitle(removed.title)} text={removed.personal ? "" : text.deleteText} yes={words.remove} action={action} onClose={() => setRemoved(null)} onYes={() => change(() => api.deleteCanned(removed.id))} />}
    </PageFrame>
  );
}
