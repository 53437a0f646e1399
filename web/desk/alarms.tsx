/** Says when a customer's first reply is nearly due, and when it is overdue: once each, wherever the agent is looking. */

import type { JSX } from "preact";
import type { Sla, Summary } from "../shared/contract";
import { AlertIcon, CloseIcon } from "../shared/icons";
import { Observable, useObservable } from "../shared/observable";
import { useView } from "./view";

/** What the gateway announces; `assignee` is null while nobody has it. */
export interface Due {
  conversation_id: string;
  sla: Sla;
  customer: string | null;
  assignee: string | null;
}

export class Alarms {
  /** The newest one; one is enough to act upon, the queue shows all. */
  readonly state = new Observable<{ due: Due | null }>({ due: null });

  /** Take in what was announced, if it is for this agent: nobody's conversation is everybody's. */
  told(due: Due, agentId: string): void {
    if (due.assignee === null || due.assignee === agentId) this.state.patch({ due });
  }

  /** Let go of one that has been answered, passed on or ended. */
  changed(conversation: Summary): void {
    const { due } = this.state.value;
    if (due?.conversation_id !== conversation.id) return;
    const isDue = conversation.status === "open" && conversation.sla !== null && conversation.sla.first_response_s === null;
    if (!isDue) this.dismiss();
  }

  dismiss(): void {
    this.state.patch({ due: null });
  }
}

export function Alarm({ alarms }: { alarms: Alarms }): JSX.Element {
  const { desk, texts } = useView();
  const { due } = useObservable(alarms.state);
  const open = (id: string): void => {
    alarms.dismiss();
    void desk.open(id, null);
  };
  return (
    <div role="status">
      {due && (
        <div class={`alarm ${due.sla.state}`} data-testid="desk-alarm">
          <AlertIcon />
          <span>{texts.alarm[due.sla.state === "breached" ? "breached" : "warning"](due.customer ?? `${texts.guest} ${due.conversation_id.slice(-4)}`)}</span>
          <button type="button" class="button small" data-testid="desk-alarm-open" onClick={() => open(due.conversation_id)}>
            {texts.alarm.open}
          </button>
          <button type="button" class="quiet-button" aria-label={texts.alarm.dismiss} title={texts.alarm.dismiss} data-testid="desk-alarm-dismiss" onClick={() => alarms.dismiss()}>
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
}
