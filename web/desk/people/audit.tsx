/** The audit log: filters, pages, export. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clockTime, dayName } from "../../shared/moment";
import { named } from "../texts";
import { useView } from "../view";
import * as api from "./api";
import { PageFrame, Problem, useAction, useLoaded, usePeopleTexts, type Loaded } from "./parts";
import type { PeopleTexts } from "./texts";

const NOTHING: api.AuditFilter = { actor: "", action: "", conversation: "", since: "", until: "" };

export function AuditPage(): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.audit;
  const [filter, setFilter] = useState(NOTHING);
  const loaded = useLoaded(() => api.audit(filter, null), [filter]);
  const agents = useLoaded(api.agents);
  const action = useAction();
  const [older, setOlder] = useState<api.AuditPage[]>([]);
  useEffect(() => setOlder([]), [loaded.data]);

  const pages = loaded.data ? [loaded.data, ...older] : [];
  const entries = pages.flatMap((page) => page.entries);
  const next = pages.at(-1)?.next ?? null;
  const more = (): void => {
    if (next !== null) void action.run(async () => setOlder([...older, await api.audit(filter, next)]));
  };
  const set = (part: Partial<api.AuditFilter>): void => setFilter({ ...filter, ...part });
  const isFiltered = Object.values(filter).some(Boolean);

  return (
    <PageFrame
      title={text.title}
      intro={text.intro}
      action={
        <a class="button" href={`/api/audit/export?${api.auditQuery(filter)}`} download="warmline-audit.csv">
          {text.export}
        </a>
      }
    >
      <div class="filters">
        <label class="field">
          <span>{text.actor}</span>
          <select value={filter.actor} data-testid="audit-actor" onChange={(event) => set({ actor: event.currentTarget.value })}>
            <option value="">{text.anybody}</option>
            {(agents.data ?? []).map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
            {Object.entries(text.actors).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.action}</span>
          <select value={filter.action} data-testid="audit-action" onChange={(event) => set({ action: event.currentTarget.value })}>
            <option value="">{text.anything}</option>
            {(loaded.data?.actions ?? (filter.action ? [filter.action] : [])).map((one) => (
              <option key={one} value={one}>
                {named(text.actions, one)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{text.since}</span>
          <input type="date" value={filter.since} max={filter.until || undefined} onChange={(event) => set({ since: event.currentTarget.value })} />
        </label>
        <label class="field">
          <span>{text.until}</span>
          <input type="date" value={filter.until} min={filter.since || undefined} onChange={(event) => set({ until: event.currentTarget.value })} />
        </label>
        <label class="field grow">
          <span>{text.conversation}</span>
          <input type="search" value={filter.conversation} placeholder="cv_…" spellcheck={false} onChange={(event) => set({ conversation: event.currentTarget.value })} />
        </label>
        {isFiltered && (
          <button type="button" class="button" onClick={() => setFilter(NOTHING)}>
            {text.clear}
          </button>
        )}
      </div>
      <PageBody loaded={loaded}>
        {entries.length === 0 ? (
          <p class="page-state quiet">{text.none}</p>
        ) : (
          <div class="table-place">
            <table class="table audit">
              <thead>
                <tr>
                  <th scope="col">{text.when}</th>
                  <th scope="col">{text.actor}</th>
                  <th scope="col">{text.action}</th>
                  <th scope="col">{text.conversation}</th>
                  <th scope="col">{text.detail}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((one) => (
                  <tr key={one.id} data-testid="audit-row" data-action={one.action}>
                    <td data-label={text.when}>
                      <time dateTime={one.at}>
                        {dayName(one.at, language)}, {clockTime(one.at, language)}
                      </time>
                    </td>
                    <td data-label={text.actor}>{who(one, words)}</td>
                    <td data-label={text.action}>{named(text.actions, one.action)}</td>
                    <td data-label={text.conversation}>{one.conversation_id && <a href={`#/${one.conversation_id}`}>…{one.conversation_id.slice(-6)}</a>}</td>
                    <td data-label={text.detail} class="audit-detail">
                      {detail(one, agents.data ?? [])}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Problem error={action.error} />
        {next !== null && (
          <div class="form-actions centred">
            <button type="button" class="button" disabled={action.isBusy} data-testid="audit-older" onClick={more}>
              {text.older}
            </button>
          </div>
        )}
      </PageBody>
    </PageFrame>
  );
}

function PageBody({ loaded, children }: { loaded: Loaded<unknown>; children: ComponentChildren }): JSX.Element {
  const { texts } = useView();
  const words = usePeopleTexts();
  if (loaded.data !== null) return <>{children}</>;
  return loaded.hasFailed ? (
    <p class="page-state" role="alert">
      {words.loadFailed}
    </p>
  ) : (
    <p class="page-state quiet" role="status">
      {texts.loading}
    </p>
  );
}

function who(entry: api.AuditEntry, words: PeopleTexts): string {
  if (entry.actor_name) return entry.actor_name;
  if (entry.actor.startsWith("v_")) return words.audit.visitor;
  return words.audit.actors[entry.actor] ?? entry.actor;
}

/** Return ids and counts in one line; agents by their names. */
function detail(entry: api.AuditEntry, agents: api.Colleague[]): string {
  const names = new Map(agents.map((one) => [one.id, one.name]));
  const shown = (value: unknown): string => (typeof value === "string" ? (names.get(value) ?? value) : Array.isArray(value) ? value.map(shown).join(" ") : String(value));
  return Object.entries(entry.detail ?? {})
    .map(([key, value]) => `${key.replaceAll("_", " ")}: ${shown(value)}`)
    .join(", ");
}
