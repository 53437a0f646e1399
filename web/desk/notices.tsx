/** What colleagues told this agent: a bell with a count, and the list behind it. */

import type { JSX } from "preact";
import type { Notice } from "../shared/contract";
import { BellIcon } from "../shared/icons";
import { dayAndTime } from "../shared/moment";
import { useObservable } from "../shared/observable";
import { Dialog } from "./dialog";
import { useView } from "./view";

export function NoticesButton(): JSX.Element {
  const { desk, texts } = useView();
  const { unseen } = useObservable(desk.team.state);
  const name = texts.team.notices.open(unseen);
  return (
    <button type="button" class="quiet-button bell" aria-label={name} title={name} aria-keyshortcuts="i" data-testid="desk-notices-open" onClick={() => desk.team.open("notices")}>
      <BellIcon />
      {unseen > 0 && (
        <span class="tab-count" data-testid="desk-unseen" aria-hidden="true">
          {unseen}
        </span>
      )}
    </button>
  );
}

export function Notices({ onClose }: { onClose: () => void }): JSX.Element {
  const { desk, texts } = useView();
  const { notices, unseen, noticesState } = useObservable(desk.team.state);
  const words = texts.team.notices;
  const open = (notice: Notice): void => {
    onClose();
    if (!notice.seen) void desk.team.see([notice.id]);
    void desk.open(notice.conversation_id, notice.message_id);
  };
  return (
    <Dialog title={words.title} testId="desk-notices" onClose={onClose}>
      {noticesState === "loading" && <p class="quiet">{texts.loading}</p>}
      {noticesState === "failed" && <p role="alert">{words.failed}</p>}
      {noticesState === "ready" && notices.length === 0 && <p class="quiet">{words.empty}</p>}
      <ul class="results">
        {notices.map((notice) => (
          <li key={notice.id}>
            <button type="button" class={notice.seen ? "result-button" : "result-button unseen"} data-testid="desk-notice" data-kind={notice.kind} onClick={() => open(notice)}>
              <Line notice={notice} />
            </button>
          </li>
        ))}
      </ul>
      {unseen > 0 && (
        <button type="button" class="button" data-testid="desk-notices-see-all" onClick={() => void desk.team.see(null)}>
          {words.seeAll}
        </button>
      )}
    </Dialog>
  );
}

function Line({ notice }: { notice: Notice }): JSX.Element {
  const { language, texts } = useView();
  const words = texts.team.notices;
  return (
    <>
      <span class="result-line">
        {!notice.seen && <span class="unread-dot" role="img" aria-label={words.unseen} />}
        <strong>{words[notice.kind](notice.by.name)}</strong>
        <span class="quiet">{notice.customer ?? texts.guest}</span>
        <time class="quiet">{dayAndTime(notice.created_at, language)}</time>
      </span>
      <span class="result-text">{notice.text}</span>
    </>
  );
}
