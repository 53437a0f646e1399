/** Two conversations of one person become one. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Summary } from "../shared/contract";
import { dayAndTime } from "../shared/moment";
import { useObservable } from "../shared/observable";
import { conversations } from "./api";
import { Dialog } from "./dialog";
import * as api from "./teamapi";
import type { PassingProps } from "./transfer";
import { useView } from "./view";

/** The gateway's longest page; who has more waiting is found among the first. */
const MOST = 200;

/** Another conversation, and whether the one on screen goes on in it or the other way round. */
interface Pair {
  other: Summary;
  goesThere: boolean;
}

export function Merge({ conversation, agent, onClose }: PassingProps): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.team.merge;
  const { isBusy } = useObservable(desk.state);
  const [pairs, setPairs] = useState<Pair[] | "loading" | "failed">("loading");
  const [chosen, setChosen] = useState("");

  useEffect(() => {
    let isCurrent = true;
    Promise.all([conversations("open", MOST, null), conversations("snoozed", MOST, null), conversations("bot", MOST, null)]).then(
      (found) => isCurrent && setPairs(pairsOf(conversation, found.flatMap((page) => page.conversations), agent.id)),
      () => isCurrent && setPairs("failed"),
    );
    return () => void (isCurrent = false);
  }, [conversation.id]);

  const submit = async (): Promise<void> => {
    const pair = Array.isArray(pairs) ? pairs.find(({ other }) => other.id === chosen) : undefined;
    if (!pair) return;
    const [source, target] = pair.goesThere ? [conversation.id, chosen] : [chosen, conversation.id];
    if (!(await desk.team.change(() => api.merge(source, target)))) return;
    onClose();
    if (pair.goesThere) await desk.open(target, null);
  };

  return (
    <Dialog title={words.title} testId="desk-merge-dialog" onClose={onClose}>
      <form
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p class="quiet">{words.hint}</p>
        {pairs === "loading" && <p class="quiet">{texts.loading}</p>}
        {pairs === "failed" && <p role="alert">{words.failed}</p>}
        {Array.isArray(pairs) && pairs.length === 0 && <p>{words.none}</p>}
        <div class="sheet-choices" role="radiogroup" aria-label={words.title}>
          {Array.isArray(pairs) &&
            pairs.map(({ other, goesThere }) => (
              <label key={other.id} class="sheet-choice">
                <input type="radio" name="merge" value={other.id} checked={chosen === other.id} data-testid="desk-merge-choice" onChange={() => setChosen(other.id)} />
                <span>
                  <strong>{other.customer?.name ?? `${texts.guest} ${other.id.slice(-4)}`}</strong> <small>{goesThere ? words.into : words.from}</small>
                  <span class="quiet">
                    {dayAndTime(other.updated_at, language)} · {other.last_message?.text ?? ""}
                  </span>
                </span>
              </label>
            ))}
        </div>
        <div class="sheet-end">
          <button type="button" class="button" onClick={onClose}>
            {texts.team.cancel}
          </button>
          <button type="submit" class="button primary" data-testid="desk-merge-submit" disabled={isBusy || !chosen}>
            {words.submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Return what can be joined with a conversation, by the gateway's rules: of one customer, or a guest's into a customer's. */
function pairsOf(conversation: Summary, others: Summary[], agentId: string): Pair[] {
  const mine = conversation.customer?.id ?? null;
  const isFree = (one: Summary): boolean => one.assignee === null || one.assignee.id === agentId;
  const isWithPeople = (one: Summary): boolean => one.status === "open" || one.status === "snoozed";
  const pairs: Pair[] = [];
  for (const other of others) {
    if (other.id === conversation.id || !isFree(other)) continue;
    const theirs = other.customer?.id ?? null;
    if (mine !== null && theirs === null && isWithPeople(conversation)) pairs.push({ other, goesThere: false });
    else if ((mine === null || mine === theirs) && isWithPeople(other)) pairs.push({ other, goesThere: true });
    else if (mine !== null && mine === theirs && isWithPeople(conversation)) pairs.push({ other, goesThere: false });
  }
  return pairs.sort((a, b) => Number(b.other.customer?.id === mine) - Number(a.other.customer?.id === mine));
}
