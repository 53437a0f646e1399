import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Agent, Summary } from "../shared/contract";
import { useDrop } from "../shared/drop";
import { ClipIcon, LockIcon, MacroIcon, ReplyIcon } from "../shared/icons";
import { useObservable } from "../shared/observable";
import { TrayView } from "../shared/tray-view";
import { AttachButton, isComplete, pasted, useGrowing, useTypingNotice } from "../shared/writing";
import { useCannedMenu } from "./canned";
import { useMentionMenu } from "./mentions";
import type { Draft } from "./store";
import { useView } from "./view";

const MAX_HEIGHT_PX = 220;

export interface ComposerProps {
  conversation: Summary;
  agent: Agent;
  draft: Draft;
  isBusy: boolean;
}

/** Where the agent writes: to the customer once the conversation is theirs, to colleagues at any time. */
export function Composer({ conversation, agent, draft, isBusy }: ComposerProps): JSX.Element {
  const { desk, texts } = useView();
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTypingNotice((isTyping) => desk.typing(isTyping));
  const hindrance = useHindrance(conversation, agent);
  const isClosed = !draft.isNote && hindrance !== null;
  const tray = desk.trays.of(conversation.id);
  const files = useObservable(tray.state);
  const attach = (chosen: Iterable<File>): void => {
    tray.add(chosen);
    field.current?.focus();
  };
  const drop = useDrop((dropped) => !isClosed && attach(dropped));
  const canSend = !isBusy && isComplete(draft.text, files);
  useGrowing(field, MAX_HEIGHT_PX, [draft.text, draft.isNote, isClosed]);

  const send = async (): Promise<void> => {
    typing.stop();
    await desk.send();
    field.current?.focus();
  };
  const canned = useCannedMenu(conversation.id, draft.isNote || isClosed ? "" : draft.text, (text) => desk.setDraft({ text }));
  const mentions = useMentionMenu(draft.isNote, draft.text, field, (text) => desk.setDraft({ text }));
  const keyDown = (event: KeyboardEvent): void => {
    if (canned.keyDown(event) || mentions.keyDown(event)) {
      event.preventDefault();
      // Escape closes the menu, and does not leave the field as well.
      event.stopPropagation();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      class={`${draft.isNote ? "composer note" : "composer"}${drop.isOver && !isClosed ? " dropping" : ""}`}
      {...drop.handlers}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="modes" role="group">
        <button type="button" aria-pressed={!draft.isNote} data-testid="desk-reply-toggle" onClick={() => desk.setDraft({ isNote: false })}>
          <ReplyIcon />
          {texts.reply}
        </button>
        <button type="button" aria-pressed={draft.isNote} data-testid="desk-note-toggle" onClick={() => desk.setDraft({ isNote: true })}>
          <LockIcon />
          {texts.note}
        </button>
        {conversation.status === "open" && conversation.assignee?.id === agent.id && (
          <button type="button" class="modes-end" aria-keyshortcuts="m" data-testid="desk-macros-open" onClick={() => desk.team.open("macros")}>
            <MacroIcon />
            {texts.team.macros.open}
          </button>
        )}
      </div>
      {isClosed && (
        <p class="hindrance" id="hindrance">
          {hindrance}
        </p>
      )}
      {drop.isOver && !isClosed && (
        <p class="drop-here" aria-hidden="true">
          <ClipIcon />
          {texts.tray.dropHere}
        </p>
      )}
      <TrayView tray={tray} state={files} texts={texts.tray} place="desk" />
      {canned.menu}
      {mentions.menu}
      <textarea
        {...canned.field}
        {...mentions.field}
        ref={field}
        rows={isClosed ? 1 : 2}
        maxLength={4000}
        value={draft.text}
        disabled={isClosed}
        hidden={isClosed && !draft.text}
        data-testid="desk-composer"
        aria-label={draft.isNote ? texts.writeNote : texts.writeReply}
        aria-describedby={isClosed ? "hindrance" : undefined}
        placeholder={draft.isNote ? texts.notePlaceholder : texts.replyPlaceholder}
        onInput={(event) => {
          desk.setDraft({ text: event.currentTarget.value });
          typing.note();
        }}
        onKeyDown={keyDown}
        onPaste={pasted(attach)}
      />
      {!isClosed && (
        <div class="composer-end">
          <AttachButton label={texts.tray.attach} place="desk" look="quiet-button" hidden="sr" onFiles={attach} />
          <span class="quiet composer-keys">{draft.isNote ? texts.team.mention.keys : texts.keys}</span>
          <button type="submit" class="button primary" data-testid="desk-send" disabled={!canSend}>
            {draft.isNote ? texts.addNote : texts.send}
          </button>
        </div>
      )}
    </form>
  );
}

/** Return why the agent cannot write to the customer, null if they can. */
function useHindrance(conversation: Summary, agent: Agent): string | null {
  const { texts } = useView();
  if (conversation.status === "resolved") return texts.resolvedExplanation;
  if (conversation.assignee?.id === agent.id && conversation.status !== "pending") return null;
  if (conversation.assignee) return texts.othersConversation(conversation.assignee.name);
  return conversation.status === "pending" ? texts.takeOverFirst : texts.claimFirst;
}
