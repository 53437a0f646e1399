/** What the bot says: every reply by topic, found by a word, changed by an admin. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { dayAndTime } from "../../shared/moment";
import { useView } from "../view";
import { BotTextForm } from "./bottext-form";
import { Filters, fits } from "./filters";
import { PageFrame, useLoaded, usePeopleTexts } from "./parts";
import * as api from "./sayings-api";

/** The domain's name for a reply, as people read it. */
export function readable(name: string): string {
  const words = name.replace(/^utter_(gateway_|open_)?/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function BotTextsPage(): JSX.Element {
  const view = useView();
  const words = usePeopleTexts();
  const text = words.botTexts;
  const [language, setLanguage] = useState<api.SpokenLanguage>(view.language);
  const loaded = useLoaded(() => api.botTexts(language), [language]);
  const [query, setQuery] = useState("");
  const [isChangedOnly, setChangedOnly] = useState(false);
  const [edited, setEdited] = useState<api.BotText | null>(null);
  const all = loaded.data ?? [];
  const found = all.filter((one) => {
    const said = [one.name, readable(one.name), ...(one.own ?? one.shipped)].join(" ");
    return fits(query, said) && (!isChangedOnly || one.own !== null);
  });
  const topics = [...new Set(found.map((one) => one.topic))];
  const isNarrow = query.trim() !== "" || isChangedOnly;

  return (
    <PageFrame title={text.title} intro={text.intro} loaded={loaded}>
      <Filters label={text.search} languageLabel={text.languageLabel} query={query} language={language} testId="texts" onQuery={setQuery} onLanguage={setLanguage}>
        <label class="choice">
          <input type="checkbox" checked={isChangedOnly} data-testid="texts-changed" onChange={(event) => setChangedOnly(event.currentTarget.checked)} />
          <span>{text.onlyChanged}</span>
        </label>
      </Filters>
      {found.length === 0 && (
        <p class="page-state quiet" role="status">
          {isChangedOnly && !query.trim() ? text.noneChanged : text.noneFound}
        </p>
      )}
      {topics.map((topic) => {
        const items = found.filter((one) => one.topic === topic);
        const changed = items.filter((one) => one.own !== null).length;
        return (
          <details class="panel topic" key={`${topic}-${isNarrow}`} open={isNarrow} data-testid={`topic-${topic}`}>
            <summary>
              <h2>{text.topics[topic] ?? topic}</h2>
              <span class="quiet">{items.length}</span>
              {changed > 0 && <span class="badge good">{text.changedCount(changed)}</span>}
            </summary>
            <ul class="rows" lang={language === "zh" ? "zh-CN" : "en"}>
              {items.map((one) => (
                <TextRow key={one.name} one={one} onEdit={() => setEdited(one)} />
              ))}
            </ul>
          </details>
        );
      })}
      {edited && (
        <BotTextForm
          one={edited}
          language={language}
          onClose={() => setEdited(null)}
          onDone={(done) => {
            loaded.set(all.map((one) => (one.name === done.name ? done : one)));
            setEdited(null);
          }}
        />
      )}
    </PageFrame>
  );
}

function TextRow({ one, onEdit }: { one: api.BotText; onEdit: () => void }): JSX.Element {
  const view = useView();
  const words = usePeopleTexts();
  const text = words.botTexts;
  const [first, ...others] = one.own ?? one.shipped;
  return (
    <li class="row high" data-testid="text-row" data-name={one.name}>
      <span class="row-main">
        <strong lang="en">{readable(one.name)}</strong> {one.own && <span class="badge good">{text.changed}</span>}
        <small class="canned-text">{first}</small>
        {others.length > 0 && <small class="quiet">{text.more(others.length)}</small>}
        {one.changed_by && one.changed_at && <small class="quiet">{text.by(one.changed_by, dayAndTime(one.changed_at, view.language))}</small>}
      </span>
      <span class="row-buttons">
        <button type="button" class="button small-text" aria-label={`${words.edit}: ${readable(one.name)}`} onClick={onEdit}>
          {words.edit}
        </button>
      </span>
    </li>
  );
}
