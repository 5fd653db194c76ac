// What the sync screen lists: everything in the outbox.
import { hereOrNull } from '../store/here.ts';
import { waitingOps } from '../store/intents.ts';
import type { Op } from '../sync/operations.ts';
import { coalesced, follow } from './follow.ts';

class Waiting {
  #ops = $state.raw<readonly Op[]>([]);
  #ready = $state(false);
  #asked = false;
  #read = coalesced(async () => {
    const store = hereOrNull();
    if (!store) return;
    this.#ops = await waitingOps(store);
    this.#ready = true;
  });

  begin(): void {
    this.#ready = false;
    this.#ops = [];
    if (this.#asked) this.#read();
  }

  hear(message: { kind: string }): void {
    if (message.kind === 'change' && this.#asked) this.#read();
  }

  /** Everything in the outbox, in the order it was done: what waits, what the office holds, what it refused. */
  get ops(): readonly Op[] {
    this.#ask();
    return this.#ops;
  }

  get ready(): boolean {
    this.#ask();
    return this.#ready;
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#read();
  }
}

export const waiting = new Waiting();
follow(waiting);
