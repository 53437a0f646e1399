/** Two conversations of one person become one. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { dayAndTime } from "../shared/moment";
import { useObservable } from "../shared/observable";
import { Dialog } from "./dialog";
import * as api from "./teamapi";
import type { PassingProps } from "./transfer";
import { useView } from "./view";

const PAUSE_MS = 220;

export function Merge({ conversation, onClose }: PassingProps): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.team.merge;
  const { isBusy } = useObservable(desk.state);
  const [pairs, setPairs] = useState<api.Pair[] | "loading" | "failed">("loading");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState("");
  const wanted = query.trim();

  useEffect(() => {
    let isCurrent = true;
    const timer = window.setTimeout(
      () =>
        void api.joinable(conversation.id, wanted).then(
          (found) => isCurrent && setPairs(found),
          () => isCurrent && setPairs("failed"),
        ),
      wanted ? PAUSE_MS : 0,
    );
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [conversation.id, wanted]);

  const submit = async (): Promise<void> => {
    const pair = Array.isArray(pairs) ? pairs.find((one) => one.conversation.id === chosen) : undefined;
    if (!pair) return;
    const [source, target] = pair.goes_there ? [conversation.id, chosen] : [chosen, conversation.id];
    if (!(await desk.team.change(() => api.merge(source, target)))) return;
    onClose();
    if (pair.goes_there) await desk.open(target, null);
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
        <label>
          {words.search}
          <input type="search" value={query} data-testid="desk-merge-search" onInput={(event) => setQuery(event.currentTarget.value)} />
        </label>
        {pairs === "loading" && <p class="quiet">{texts.loading}</p>}
        {pairs === "failed" && <p role="alert">{words.failed}</p>}
        {Array.isArray(pairs) && pairs.length === 0 && <p role="status">{wanted ? words.noneFound : words.none}</p>}
        <div class="sheet-choices" role="radiogroup" aria-label={words.title}>
          {Array.isArray(pairs) &&
            pairs.map(({ conversation: other, goes_there: goesThere }) => (
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
