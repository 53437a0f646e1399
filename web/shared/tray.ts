/** What is attached to the message that is being written: uploaded at once, sent with it. */

import type { Attachment } from "./contract";
import { Observable } from "./observable";
import { ACCEPTED, prepared, type Upload, type Uploaded } from "./upload";

export const MOST = 4;

export interface TrayItem {
  key: string;
  file: File;
  /** A picture to show before it is sent, null for a PDF. */
  preview: string | null;
  state: "uploading" | "ready" | "failed";
  /** 0 … 1 */
  progress: number;
  /** Why it failed: an error code of the contract. */
  error: string | null;
  attachment: Attachment | null;
}

export interface TrayState {
  items: TrayItem[];
  /** Whether more was chosen than one message can hold. */
  isOverfull: boolean;
}

export type Send = (data: Blob, name: string, onProgress: (share: number) => void) => Upload;

/** Errors after which the same file may be tried again. */
const PASSING = new Set(["unavailable", "rate_limited", "unauthenticated"]);

export function mayRetry(item: TrayItem): boolean {
  return item.state === "failed" && PASSING.has(item.error ?? "");
}

export class Tray {
  readonly state = new Observable<TrayState>({ items: [], isOverfull: false });
  readonly #send: Send;
  readonly #underway = new Map<string, Upload>();
  #count = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  add(files: Iterable<File>): void {
    const chosen = [...files];
    const room = MOST - this.state.value.items.length;
    const items = chosen.slice(0, Math.max(0, room)).map((file): TrayItem => {
      const isPicture = file.type.startsWith("image/") && file.type !== "image/svg+xml";
      const preview = isPicture ? URL.createObjectURL(file) : null;
      return { key: `t${++this.#count}`, file, preview, state: "uploading", progress: 0, error: null, attachment: null };
    });
    this.state.patch({ items: [...this.state.value.items, ...items], isOverfull: chosen.length > room });
    for (const item of items) void this.#start(item);
  }

  retry(key: string): void {
    const item = this.state.value.items.find((one) => one.key === key);
    if (!item) return;
    this.#change(key, { state: "uploading", progress: 0, error: null });
    void this.#start(item);
  }

  remove(key: string): void {
    this.#underway.get(key)?.abort();
    const item = this.state.value.items.find((one) => one.key === key);
    if (item?.preview) URL.revokeObjectURL(item.preview);
    this.state.patch({ items: this.state.value.items.filter((one) => one.key !== key), isOverfull: false });
  }

  /** Take out what is ready to be sent; what failed stays, to be tried again or removed. */
  take(): TrayItem[] {
    const { items } = this.state.value;
    this.state.patch({ items: items.filter((item) => item.state !== "ready"), isOverfull: false });
    return items.filter((item) => item.state === "ready");
  }

  /** Let go of what was sent. */
  sent(keys: readonly string[]): void {
    for (const key of keys) this.remove(key);
  }

  clear(): void {
    for (const item of this.state.value.items) this.remove(item.key);
  }

  async #start(item: TrayItem): Promise<void> {
    const { key, file } = item;
    if (file.type && !file.type.startsWith("image/") && !ACCEPTED.includes(file.type)) {
      return this.#change(key, { state: "failed", error: "unsupported" });
    }
    const data = await prepared(file);
    if (!this.state.value.items.some((one) => one.key === key)) return;
    const underway = this.#send(data, file.name, (progress) => this.#change(key, { progress }));
    this.#underway.set(key, underway);
    const result: Uploaded = await underway.done;
    this.#underway.delete(key);
    if (result.ok) this.#change(key, { state: "ready", progress: 1, attachment: result.attachment });
    else this.#change(key, { state: "failed", error: result.error.code });
  }

  #change(key: string, change: Partial<TrayItem>): void {
    const items = this.state.value.items.map((item) => (item.key === key ? { ...item, ...change } : item));
    this.state.patch({ items });
  }
}
