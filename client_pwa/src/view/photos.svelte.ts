// The photos that this phone took, and how far each has come.
import { hereOrNull } from '../store/here.ts';
import { type PhotoRow, rows } from '../store/photo_queue.ts';
import { coalesced, follow } from './follow.ts';
import { pulse } from './pulse.svelte.ts';

class Photos {
  #rows = $state.raw<ReadonlyMap<string, PhotoRow>>(new Map());
  #asked = false;
  #read = coalesced(async () => {
    const store = hereOrNull();
    if (store) this.#rows = new Map((await rows(store)).map((row) => [row.id, row]));
  });

  begin(): void {
    this.#rows = new Map();
    if (this.#asked) this.#read();
  }

  hear(message: { kind: string }): void {
    if (message.kind !== 'ask' && message.kind !== 'progress' && this.#asked) this.#read();
  }

  /** One photo taken on this phone; undefined for one from elsewhere. `sent` counts bytes. */
  get(id: string): PhotoRow | undefined {
    this.#ask();
    const row = this.#rows.get(id);
    return row && { ...row, sent: row.state === 'complete' ? row.bytes : (pulse.photos.get(id) ?? row.sent) };
  }

  /** All that this phone took. */
  get all(): readonly PhotoRow[] {
    this.#ask();
    return [...this.#rows.values()];
  }

  /** What has not reached the office yet. */
  get waiting(): { count: number; bytes: number } {
    this.#ask();
    const left = [...this.#rows.values()].filter((row) => row.state === 'waiting');
    return { count: left.length, bytes: left.reduce((sum, row) => sum + row.bytes - (pulse.photos.get(row.id) ?? row.sent), 0) };
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#read();
  }
}

export const photos = new Photos();
follow(photos);
