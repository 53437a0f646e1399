/** Agents: who there is, what they may and do, adding, changing, letting go. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agent } from "../../shared/contract";
import { PlusIcon } from "../../shared/icons";
import { dayAndTime } from "../../shared/moment";
import { useView } from "../view";
import * as api from "./api";
import { AgentForm } from "./agent-form";
import { Dialog, PageFrame, Secret, useLoaded, usePeopleTexts } from "./parts";
import { queueTitle } from "./texts";

export function TeamPage({ agent }: { agent: Agent }): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.team;
  const loaded = useLoaded(api.agents);
  const queues = useLoaded(api.queues);
  const [edited, setEdited] = useState<api.Colleague | "new" | null>(null);
  const [letIn, setLetIn] = useState<api.LetIn | null>(null);
  const known = queues.data ?? [];
  const titles = new Map(known.map((one) => [one.name, queueTitle(words, language, one)]));
  const listed = [...(loaded.data ?? [])].sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));

  return (
    <PageFrame
      title={text.title}
      loaded={loaded}
      action={
        <button type="button" class="button primary" data-testid="team-add" onClick={() => setEdited("new")}>
          <PlusIcon />
          {text.add}
        </button>
      }
    >
      <div class="table-place">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text.name}</th>
              <th scope="col">{text.role}</th>
              <th scope="col">{text.queues}</th>
              <th scope="col">{text.languages}</th>
              <th scope="col">{text.capacity}</th>
              <th scope="col">{text.factor}</th>
              <th scope="col">{text.state}</th>
              <th scope="col">
                <span class="sr">{words.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map((one) => (
              <tr key={one.id} class={one.active ? "" : "off"} data-testid="team-row" data-id={one.id}>
                <th scope="row">
                  {one.name} {one.id === agent.id && <span class="badge">{text.you}</span>}
                  <small>{one.email}</small>
                </th>
                <td data-label={text.role}>{words.role[one.role]}</td>
                <td data-label={text.queues}>{one.queues.map((name) => titles.get(name) ?? name).join(", ") || text.all}</td>
                <td data-label={text.languages}>{one.languages.map((name) => words.language[name] ?? name).join(", ") || text.all}</td>
                <td data-label={text.capacity}>{text.load(one.load, one.capacity)}</td>
                <td data-label={text.factor}>{one.second_factor ? text.factorOn : text.factorOff}</td>
                <td data-label={text.state}>
                  <State one={one} />
                </td>
                <td>
                  <button type="button" class="button small-text" aria-label={text.editTitle(one.name)} data-testid="team-edit" onClick={() => setEdited(one)}>
                    {words.edit}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {edited && (
        <AgentForm
          agent={edited === "new" ? null : edited}
          isMe={edited !== "new" && edited.id === agent.id}
          queues={known}
          onClose={() => setEdited(null)}
          onDone={(passed) => {
            setEdited(null);
            setLetIn(passed);
            loaded.reload();
          }}
        />
      )}
      {letIn && (
        <Dialog title={text.oneTimeTitle(letIn.agent.name)} onClose={() => setLetIn(null)}>
          <p>{text.oneTimeText}</p>
          <Secret value={letIn.one_time_password} testId="one-time-password" />
          <div class="form-actions">
            <button type="button" class="button primary" data-first data-testid="one-time-done" onClick={() => setLetIn(null)}>
              {words.done}
            </button>
          </div>
        </Dialog>
      )}
    </PageFrame>
  );
}

function State({ one }: { one: api.Colleague }): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.team;
  if (!one.active) return <span class="badge">{text.deactivated}</span>;
  if (one.one_time_until) {
    const isOver = Date.parse(one.one_time_until) < Date.now();
    return <span class="badge warn">{isOver ? text.expired : text.invited(dayAndTime(one.one_time_until, language))}</span>;
  }
  return <span class={`presence ${one.presence}`}>{words.presence[one.presence]}</span>;
}
