/** A conversation goes to somebody else: a colleague or a queue with a note, or, by who leads, to a colleague at once. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Agent, Colleague, Summary } from "../shared/contract";
import { useObservable } from "../shared/observable";
import { Dialog } from "./dialog";
import { queues } from "./people/api";
import { peopleTexts, queueTitle } from "./people/texts";
import { newId } from "./store";
import * as api from "./teamapi";
import { named } from "./texts";
import { useView } from "./view";

export interface PassingProps {
  conversation: Summary;
  agent: Agent;
  onClose: () => void;
}

export function Transfer({ conversation, agent, onClose }: PassingProps): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.team.transfer;
  const { colleagues } = useObservable(desk.team.state);
  const { isBusy } = useObservable(desk.state);
  const [goal, setGoal] = useState("");
  const [note, setNote] = useState("");
  const [isFailed, setFailed] = useState(false);
  const first = useRef<HTMLSelectElement>(null);
  // One id for one wish: pressing again after a lost answer does it no second time.
  const [id] = useState(newId);

  useLayoutEffect(() => first.current?.focus(), []);
  const [titles, setTitles] = useState<Record<string, string>>({});
  useEffect(() => {
    void desk.team.refresh();
    // A queue of the shop's own has titles; without them its name does.
    queues().then(
      (found) => setTitles(Object.fromEntries(found.map((queue) => [queue.name, queueTitle(peopleTexts(language), language, queue)]))),
      () => undefined,
    );
  }, []);

  const submit = async (): Promise<void> => {
    const [kind, value = ""] = goal.split(/:(.*)/s);
    setFailed(false);
    const isDone = await desk.team.change((conversationId) => api.transfer(conversationId, kind === "queue" ? { queue: value } : { agent_id: value }, note.trim(), id));
    if (isDone) onClose();
    else setFailed(true);
  };

  const others = (colleagues?.agents ?? []).filter((one) => one.id !== agent.id && one.id !== conversation.assignee?.id);
  return (
    <Dialog title={words.title} testId="desk-transfer-dialog" onClose={onClose}>
      <form
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          {words.to}
          <select ref={first} required value={goal} data-testid="desk-transfer-to" onChange={(event) => setGoal(event.currentTarget.value)}>
            <option value="">{words.choose}</option>
            <optgroup label={words.colleagues}>
              {byPresence(others).map((one) => (
                <option key={one.id} value={`agent:${one.id}`}>
                  {`${one.name} · ${texts.team.presence[one.presence] ?? one.presence}`}
                </option>
              ))}
            </optgroup>
            <optgroup label={words.queues}>
              {(colleagues?.queues ?? [])
                .filter((queue) => conversation.assignee !== null || queue !== conversation.queue)
                .map((queue) => (
                  <option key={queue} value={`queue:${queue}`}>
                    {titles[queue] ?? named(texts.team.queue, queue)}
                  </option>
                ))}
            </optgroup>
          </select>
        </label>
        <label>
          {words.note}
          <textarea
            required
            rows={4}
            maxLength={2000}
            value={note}
            aria-describedby="transfer-hint"
            data-testid="desk-transfer-note"
            onInput={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        <p class="quiet" id="transfer-hint">
          {words.noteHint}
        </p>
        {isFailed && <p role="alert">{texts.team.failed}</p>}
        <div class="sheet-end">
          <button type="button" class="button" onClick={onClose}>
            {texts.team.cancel}
          </button>
          <button type="submit" class="button primary" data-testid="desk-transfer-submit" disabled={isBusy || !goal || !note.trim()}>
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** For those who lead: to anybody, whoever has it, with what each of them has to do. */
export function Assign({ conversation, onClose }: PassingProps): JSX.Element {
  const { desk, texts } = useView();
  const words = texts.team.assign;
  const { isBusy } = useObservable(desk.state);
  const [agents, setAgents] = useState<Colleague[] | "loading" | "failed">("loading");
  const [goal, setGoal] = useState("");
  const first = useRef<HTMLSelectElement>(null);

  useLayoutEffect(() => first.current?.focus(), []);
  useEffect(() => {
    let isCurrent = true;
    api.agents().then(
      (found) => isCurrent && setAgents(found),
      () => isCurrent && setAgents("failed"),
    );
    return () => void (isCurrent = false);
  }, []);

  const submit = async (): Promise<void> => {
    if (await desk.team.change((id) => api.assign(id, goal))) onClose();
  };

  const listed = Array.isArray(agents) ? byPresence(agents.filter((one) => one.id !== conversation.assignee?.id)) : [];
  return (
    <Dialog title={words.title} testId="desk-assign-dialog" onClose={onClose}>
      <form
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          {words.to}
          <select ref={first} required value={goal} data-testid="desk-assign-to" aria-busy={agents === "loading"} onChange={(event) => setGoal(event.currentTarget.value)}>
            <option value="">{words.choose}</option>
            {listed.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.name} · ${texts.team.presence[one.presence] ?? one.presence} · ${words.load(one.load ?? 0)}`}
              </option>
            ))}
          </select>
        </label>
        {agents === "failed" && <p role="alert">{texts.team.failed}</p>}
        <div class="sheet-end">
          <button type="button" class="button" onClick={onClose}>
            {texts.team.cancel}
          </button>
          <button type="submit" class="button primary" data-testid="desk-assign-submit" disabled={isBusy || !goal}>
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const PLACES = ["online", "away", "offline"];

function byPresence(agents: Colleague[]): Colleague[] {
  return [...agents].sort((a, b) => PLACES.indexOf(a.presence) - PLACES.indexOf(b.presence) || a.name.localeCompare(b.name));
}
