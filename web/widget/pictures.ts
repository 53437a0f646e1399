/** Files of the conversation, fetched with the person's token, each once; nothing of them outlives the session. */

export class Pictures {
  readonly #fetch: (id: string) => Promise<Blob>;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(load: (id: string) => Promise<Blob>) {
    this.#fetch = load;
  }

  /** Return an address under which the page can show the file. Rejects if it cannot be fetched; then the next call tries again. */
  url(id: string): Promise<string> {
    const known = this.#urls.get(id);
    if (known) return known;
    const url = this.#fetch(id).then((blob) => URL.createObjectURL(blob));
    this.#urls.set(id, url);
    url.catch(() => this.#urls.delete(id));
    return url;
  }

  /** Show this address for the file: it is that of the very photo that was sent. */
  keep(id: string, url: string): void {
    this.#urls.set(id, Promise.resolve(url));
  }

  clear(): void {
    for (const url of this.#urls.values()) url.then(URL.revokeObjectURL, () => undefined);
    this.#urls.clear();
  }
}
