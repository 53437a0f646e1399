/** What is attached to the message being written: small pictures with their progress, their faults, and a way to remove them. */

import type { JSX } from "preact";
import { CloseIcon, FileIcon, RetryIcon } from "./icons";
import { mayRetry, type Tray, type TrayItem, type TrayState } from "./tray";

export interface TrayTexts {
  attached: string;
  uploading: string;
  uploadingFile: (name: string) => string;
  readyToSend: (count: number) => string;
  retryFile: (name: string) => string;
  removeFile: (name: string) => string;
  tooManyFiles: string;
  fileFaults: Record<string, string>;
}

interface TrayProps {
  tray: Tray;
  state: TrayState;
  texts: TrayTexts;
  /** Whose: "widget" or "desk". */
  place: string;
}

export function TrayView({ tray, state, texts, place }: TrayProps): JSX.Element | null {
  const failed = state.items.filter((item) => item.state === "failed");
  return (
    <>
      {state.items.length > 0 && (
        <ul class="tray" aria-label={texts.attached}>
          {state.items.map((item) => (
            <Thumb key={item.key} item={item} tray={tray} texts={texts} place={place} />
          ))}
        </ul>
      )}
      <div role="status" class="tray-status">
        {failed.map((item) => (
          <p key={item.key} class="tray-fault" data-testid={`${place}-tray-fault`}>
            <strong>{item.file.name}</strong> {texts.fileFaults[item.error ?? ""] ?? texts.fileFaults["other"]}
          </p>
        ))}
        {state.isOverfull && <p class="tray-fault">{texts.tooManyFiles}</p>}
        {state.items.some((item) => item.state === "uploading") && <span class="hidden sr">{texts.uploading}</span>}
        {state.items.length > 0 && state.items.every((item) => item.state === "ready") && <span class="hidden sr">{texts.readyToSend(state.items.length)}</span>}
      </div>
    </>
  );
}

function Thumb({ item, tray, texts, place }: Omit<TrayProps, "state"> & { item: TrayItem }): JSX.Element {
  const { name } = item.file;
  const picture = item.error === "unreadable" ? null : item.preview;
  return (
    <li class={`thumb ${item.state}`} data-testid={`${place}-tray-item`} data-state={item.state}>
      {picture ? <img src={picture} alt={name} /> : <FileIcon />}
      {!picture && <span class="thumb-name">{name}</span>}
      {item.state === "uploading" && <progress value={item.progress} max={1} aria-label={texts.uploadingFile(name)} />}
      {mayRetry(item) && (
        <button type="button" class="thumb-retry" aria-label={texts.retryFile(name)} onClick={() => tray.retry(item.key)}>
          <RetryIcon />
        </button>
      )}
      <button type="button" class="thumb-remove" aria-label={texts.removeFile(name)} onClick={() => tray.remove(item.key)}>
        <CloseIcon />
      </button>
    </li>
  );
}
