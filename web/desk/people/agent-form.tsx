import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useView } from "../view";
import * as api from "./api";
import { Choices, Confirm, Dialog, Field, Problem, useAction, usePeopleTexts } from "./parts";
import { queueTitle } from "./texts";

const ROLES: api.Role[] = ["agent", "supervisor", "admin"];
const MOST_AT_ONCE = 1000;

interface Props {
  /** `null` for a new one. */
  agent: api.Colleague | null;
  isMe: boolean;
  queues: api.Queue[];
  onClose: () => void;
  /** Something has changed; with a one-time password to pass on, if there is one. */
  onDone: (letIn: api.LetIn | null) => void;
}

export function AgentForm({ agent, isMe, queues, onClose, onDone }: Props): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.team;
  const action = useAction();
  const [email, setEmail] = useState("");
  const [name, setName] = useState(agent?.name ?? "");
  const [role, setRole] = useState<api.Role>(agent?.role ?? "agent");
  const [answers, setAnswers] = useState(agent?.queues ?? []);
  const [speaks, setSpeaks] = useState(agent?.languages ?? []);
  const [capacity, setCapacity] = useState(agent?.capacity ?? 6);
  const [isLettingGo, setLettingGo] = useState(false);
  const fields = { name: name.trim(), queues: answers, languages: speaks, capacity };
  const own = { conflict: agent ? text.lastAdmin : text.taken, ...(agent ? {} : { invalid: text.badEmail }) };

  const submit = (event: Event): void => {
    event.preventDefault();
    void action.run(async () => {
      if (!agent) onDone(await api.addAgent({ email, role, ...fields }));
      else {
        // One's own role is for others to change.
        await api.changeAgent(agent.id, isMe ? fields : { ...fields, role });
        onDone(null);
      }
    });
  };
  const does = (act: (id: string) => Promise<api.LetIn | null>): void => {
    if (agent) void action.run(async () => onDone(await act(agent.id)));
  };

  if (agent && isLettingGo) {
    const letGo = async (id: string): Promise<null> => {
      await api.changeAgent(id, { active: false });
      return null;
    };
    return <Confirm title={text.deactivateTitle(agent.name)} text={text.deactivateText(agent.load)} yes={text.deactivate} action={action} own={own} onYes={() => does(letGo)} onClose={() => setLettingGo(false)} />;
  }
  return (
    <Dialog title={agent ? text.editTitle(agent.name) : text.addTitle} onClose={onClose}>
      {agent && !agent.active ? (
        <div class="form-actions">
          <button
            type="button"
            class="button primary"
            disabled={action.isBusy}
            onClick={() =>
              does(async (id) => {
                await api.changeAgent(id, { active: true });
                return api.resetPassword(id);
              })
            }
          >
            {text.reactivate}
          </button>
        </div>
      ) : (
        <form class="stack" onSubmit={submit}>
          <div class="two">
            <Field label={text.name}>{(ids) => <input {...ids} required maxLength={100} autocomplete="off" value={name} data-first data-testid="agent-name" onInput={(event) => setName(event.currentTarget.value)} />}</Field>
            {!agent && <Field label={text.email}>{(ids) => <input {...ids} type="email" required autocomplete="off" value={email} data-testid="agent-email" onInput={(event) => setEmail(event.currentTarget.value)} />}</Field>}
            <Field label={text.capacity} hint={text.capacityHint}>
              {(ids) => <input {...ids} type="number" required min={0} max={MOST_AT_ONCE} value={capacity} onInput={(event) => setCapacity(event.currentTarget.valueAsNumber)} />}
            </Field>
          </div>
          {!isMe && (
            <Field label={text.role} hint={words.roleHint[role]}>
              {(ids) => (
                <select {...ids} value={role} data-testid="agent-role" onChange={(event) => setRole(event.currentTarget.value as api.Role)}>
                  {ROLES.map((one) => (
                    <option key={one} value={one}>
                      {words.role[one]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <Choices legend={text.queues} all={text.allQueues} options={queues.map((one) => ({ value: one.name, label: queueTitle(words, language, one) }))} chosen={answers} onChange={setAnswers} />
          <Choices legend={text.languages} all={text.allLanguages} options={["en", "zh"].map((one) => ({ value: one, label: words.language[one] ?? one }))} chosen={speaks} onChange={setSpeaks} />
          <Problem error={action.error} own={own} />
          <div class="form-actions">
            <button type="submit" class="button primary" disabled={action.isBusy} data-testid="agent-submit">
              {action.isBusy ? words.saving : agent ? words.save : text.create}
            </button>
          </div>
          {agent && !isMe && (
            <fieldset class="danger-zone">
              <legend>{text.account}</legend>
              <button type="button" class="button" disabled={action.isBusy} data-testid="agent-reset-password" onClick={() => does(api.resetPassword)}>
                {text.reset}
              </button>
              {agent.second_factor && (
                <button
                  type="button"
                  class="button"
                  disabled={action.isBusy}
                  onClick={() =>
                    does(async (id) => {
                      await api.resetSecondFactor(id);
                      return null;
                    })
                  }
                >
                  {text.resetFactor}
                </button>
              )}
              <button type="button" class="button danger" disabled={action.isBusy} data-testid="agent-deactivate" onClick={() => setLettingGo(true)}>
                {text.deactivate}
              </button>
            </fieldset>
          )}
        </form>
      )}
    </Dialog>
  );
}
