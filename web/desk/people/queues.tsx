import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { PlusIcon } from "../../shared/icons";
import { useView } from "../view";
import * as api from "./api";
import { Confirm, Dialog, Field, PageFrame, Problem, useAction, useLoaded, usePeopleTexts } from "./parts";
import { queueTitle } from "./texts";

export function QueuesPage(): JSX.Element {
  const { language } = useView();
  const words = usePeopleTexts();
  const text = words.queues;
  const loaded = useLoaded(api.queues);
  const [edited, setEdited] = useState<api.Queue | "new" | null>(null);
  const [removed, setRemoved] = useState<api.Queue | null>(null);
  const action = useAction();
  return (
    <PageFrame
      title={text.title}
      intro={text.intro}
      loaded={loaded}
      action={
        <button type="button" class="button primary" data-testid="queue-add" onClick={() => setEdited("new")}>
          <PlusIcon />
          {text.add}
        </button>
      }
    >
      <ul class="rows panel">
        {(loaded.data ?? []).map((one) => {
          const title = queueTitle(words, language, one);
          return (
            <li class="row" key={one.name} data-testid="queue-row">
              <span class="row-main">
                <strong>{title}</strong> {one.built_in && <span class="badge">{text.builtIn}</span>}
                <small>
                  <code>{one.name}</code>
                </small>
              </span>
              <span class="row-figure">
                <strong>{one.open}</strong>
                <small>{text.open}</small>
              </span>
              <span class="row-figure">
                <strong>{one.agents}</strong>
                <small class={one.agents === 0 ? "warning-text" : ""}>{one.agents === 0 ? text.nobody : text.agents}</small>
              </span>
              <span class="row-buttons">
                <button type="button" class="button small-text" aria-label={text.editTitle(title)} onClick={() => setEdited(one)}>
                  {words.edit}
                </button>
                {!one.built_in && (
                  <button type="button" class="button small-text" aria-label={text.deleteTitle(title)} onClick={() => setRemoved(one)}>
                    {words.remove}
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {edited && (
        <QueueForm
          queue={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onDone={(queues) => {
            setEdited(null);
            loaded.set(queues);
          }}
        />
      )}
      {removed && (
        <Confirm
          title={text.deleteTitle(queueTitle(words, language, removed))}
          text={text.deleteText}
          yes={words.remove}
          action={action}
          own={{ conflict: text.inUse }}
          onClose={() => {
            setRemoved(null);
            action.clear();
          }}
          onYes={() =>
            void action.run(async () => {
              loaded.set(await api.deleteQueue(removed.name));
              setRemoved(null);
            })
          }
        />
      )}
    </PageFrame>
  );
}

function QueueForm({ queue, onClose, onDone }: { queue: api.Queue | null; onClose: () => void; onDone: (queues: api.Queue[]) => void }): JSX.Element {
  const words = usePeopleTexts();
  const text = words.queues;
  const action = useAction();
  const [name, setName] = useState("");
  const [title, setTitle] = useState(queue?.title ?? "");
  const [titleZh, setTitleZh] = useState(queue?.title_zh ?? "");
  const submit = (event: Event): void => {
    event.preventDefault();
    const titles = { title: title.trim(), title_zh: titleZh.trim() };
    void action.run(async () => onDone(queue ? await api.renameQueue(queue.name, titles) : await api.addQueue({ name, ...titles })));
  };
  return (
    <Dialog title={queue ? text.editTitle(queue.name) : text.addTitle} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        {!queue && (
          <Field label={text.name} hint={text.nameHint}>
            {(ids) => <input {...ids} required pattern="[a-z0-9_\-]+" maxLength={50} autocapitalize="off" spellcheck={false} value={name} data-first data-testid="queue-name" onInput={(event) => setName(event.currentTarget.value)} />}
          </Field>
        )}
        <Field label={text.titleEn}>{(ids) => <input {...ids} required maxLength={60} lang="en" value={title} data-testid="queue-title" onInput={(event) => setTitle(event.currentTarget.value)} />}</Field>
        <Field label={text.titleZh}>{(ids) => <input {...ids} required maxLength={60} lang="zh-CN" value={titleZh} data-testid="queue-title-zh" onInput={(event) => setTitleZh(event.currentTarget.value)} />}</Field>
        <Problem error={action.error} own={{ conflict: text.taken }} />
        <div class="form-actions">
          <button type="submit" class="button primary" disabled={action.isBusy} data-testid="queue-submit">
            {action.isBusy ? words.saving : words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
