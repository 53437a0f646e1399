/** What the agent has attached and not yet sent, by conversation, as their drafts are. */

import { Tray } from "../shared/tray";
import { upload } from "../shared/upload";

export class Trays {
  readonly #trays = new Map<string, Tray>();

  of(conversationId: string): Tray {
    const known = this.#trays.get(conversationId);
    if (known) return known;
    const address = `/api/attachments/desk?conversation=${encodeURIComponent(conversationId)}`;
    const tray = new Tray((data, name, onProgress) => upload(address, null, data, name, onProgress));
    this.#trays.set(conversationId, tray);
    return tray;
  }

  /** Let go of one conversation's, or of all. */
  forget(conversationId?: string): void {
    for (const [id, tray] of this.#trays) {
      if (conversationId !== undefined && id !== conversationId) continue;
      tray.clear();
      this.#trays.delete(id);
    }
  }
}
