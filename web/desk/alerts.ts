/** What happens while the desk is not in front: counted in the window's title, and told by a short sound that can be switched off. */

import type { Agent, Notice, Summary } from "../shared/contract";
import { Observable } from "../shared/observable";

const QUIET_MS = 2_000;
/** What changed within so long of a message, or of a customer's beginning to wait, changed because of it. */
const SAME_MS = 3_000;
/** Two notes, a fourth apart: heard, and no alarm. */
const NOTES: readonly { hertz: number; atS: number }[] = [
  { hertz: 587.33, atS: 0 },
  { hertz: 783.99, atS: 0.12 },
];
const NOTE_S = 0.22;
const LOUDNESS = 0.12;

export interface AlertState {
  /** How much has happened since the desk was last in front. */
  unread: number;
  hasSound: boolean;
}

export class Alerts {
  readonly state = new Observable<AlertState>({ unread: 0, hasSound: true });
  readonly #told = new Set<string>();
  #key = "";
  #audio: AudioContext | null = null;
  #lastMs = -QUIET_MS;

  constructor() {
    const looked = (): void => {
      if (isInFront() && this.state.value.unread > 0) this.state.patch({ unread: 0 });
    };
    window.addEventListener("focus", looked);
    document.addEventListener("visibilitychange", looked);
  }

  /** Read what this agent wants. Kept in this browser. */
  of(agentId: string): void {
    this.#key = `warmline-desk:sound:${agentId}`;
    let hasSound = true;
    try {
      hasSound = localStorage.getItem(this.#key) !== "off";
    } catch {
      // Switched off: what is chosen lasts until the page is left.
    }
    this.#told.clear();
    this.state.patch({ unread: 0, hasSound });
  }

  setSound(hasSound: boolean): void {
    this.state.patch({ hasSound });
    try {
      localStorage.setItem(this.#key, hasSound ? "on" : "off");
    } catch {
      // As above.
    }
    if (hasSound) this.play();
  }

  /** A conversation has changed: the agent's own customer wrote, or somebody waits whom they may take. */
  changed(conversation: Summary, agent: Agent): void {
    const { id, status, assignee, last_message: last, waiting_since: waiting, updated_at: at } = conversation;
    if (status !== "open") return;
    if (assignee?.id === agent.id) {
      if (last?.author === "customer" && isSame(last.at, at)) this.#tell(`${id} ${last.at}`);
    } else if (!assignee && waiting && isSame(waiting, at) && isFor(conversation, agent)) {
      this.#tell(`${id} ${waiting}`);
    }
  }

  /** A colleague has named the agent, or given them something. */
  noticed(notice: Notice): void {
    this.#tell(notice.id);
  }

  /** Play the sound: when something happens, and for whoever wants to hear what it is. */
  play(): void {
    try {
      this.#audio ??= new AudioContext();
      const audio = this.#audio;
      // Before the first click on the page browsers allow no sound; then there is none.
      void audio.resume();
      for (const { hertz, atS } of NOTES) {
        const begin = audio.currentTime + atS;
        const note = audio.createOscillator();
        const volume = audio.createGain();
        note.frequency.value = hertz;
        volume.gain.setValueAtTime(0, begin);
        volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, begin + NOTE_S);
        note.connect(volume).connect(audio.destination);
        note.start(begin);
        note.stop(begin + NOTE_S);
      }
    } catch {
      // No sound on this machine: the title has to do.
    }
  }

  #tell(what: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    if (isInFront()) return;
    this.state.patch({ unread: this.state.value.unread + 1 });
    const nowMs = performance.now();
    if (!this.state.value.hasSound || nowMs - this.#lastMs < QUIET_MS) return;
    this.#lastMs = nowMs;
    this.play();
  }
}

function isInFront(): boolean {
  return !document.hidden && document.hasFocus();
}

function isSame(a: string, b: string): boolean {
  return Math.abs(Date.parse(a) - Date.parse(b)) <= SAME_MS;
}

/** Say whether the agent takes conversations like this one, and now; none named means all. */
function isFor({ queue, language }: Summary, { presence, queues, languages }: Agent): boolean {
  if (presence === "away") return false;
  const fits = (named: string[], one: string | null): boolean => named.length === 0 || (one !== null && named.includes(one));
  return fits(queues, queue) && fits(languages, language);
}
