/** Asked before a second reply: a colleague answered after this agent began to write, or is writing now. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Agent } from "../shared/contract";
import type { Language } from "../shared/language";
import { length } from "../shared/moment";
import { Dialog } from "./dialog";
import type { Crossing } from "./team";
import type { TeamTexts } from "./team-texts";
import { useView } from "./view";

export function CrossingQuestion({ crossing, agent }: { crossing: Crossing; agent: Agent }): JSX.Element {
  const { desk, language, texts } = useView();
  const words = texts.team.crossing;
  const look = useRef<HTMLButtonElement>(null);
  const [nowMs] = useState(Date.now);

  useLayoutEffect(() => look.current?.focus(), []);

  const looked = (): void => {
    desk.team.settleCrossing();
    const { data } = desk.state.value.detail;
    const answer = data?.messages.find((message) => message.offset === crossing.offset);
    // What was seen is seen: the next try is asked about newer answers only.
    desk.setDraft({ since: desk.newestOffset() });
    if (answer) desk.spotlight(answer.id);
    else void desk.reload();
  };
  const anyway = (): void => {
    desk.team.settleCrossing();
    void crossing.anyway();
  };
  return (
    <Dialog title={words.title} testId="desk-crossing" onClose={looked}>
      <p class="sheet-question">{question(crossing, agent, nowMs, language, words)}</p>
      <p class="quiet">{words.kept}</p>
      <div class="sheet-end">
        <button type="button" class="button" data-testid="desk-crossing-anyway" onClick={anyway}>
          {words.anyway}
        </button>
        <button ref={look} type="button" class="button primary" data-testid="desk-crossing-look" onClick={looked}>
          {words.look}
        </button>
      </div>
    </Dialog>
  );
}

function question({ kind, by, at }: Crossing, agent: Agent, nowMs: number, language: Language, words: TeamTexts["crossing"]): string {
  if (kind === "writing") return words.writing(by.name);
  const pastMs = Math.max(1000, nowMs - Date.parse(at ?? ""));
  const ago = pastMs < 60_000 ? words.seconds(Math.round(pastMs / 1000)) : length(pastMs, language);
  return by.id === agent.id ? words.answeredYourself(ago) : words.answered(by.name, ago);
}
