// The few rows that stand over everything: the boot row, what the store knows of itself, and how the sending goes.
import type { BootRow } from '../store/boot.ts';
import { readFacts } from '../store/facts.ts';
import type { Meta } from '../store/meta.ts';
import type { Message, Progress, Store } from '../store/store.ts';
import { coalesced, follow } from './follow.ts';

const QUIET: Progress = { sending: false, i: 0, n: 0, online: true };

class Pulse {
  boot = $state.raw<BootRow | null>(null);
  meta = $state.raw<Meta | null>(null);
  progress = $state.raw<Progress>(QUIET);
  /** How many bytes of each photo have arrived, as far as this page was told. */
  photos = $state.raw<ReadonlyMap<string, number>>(new Map());
  #store: Store | null = null;
  #read = coalesced(async () => {
    const store = this.#store;
    if (!store) return;
    const { boot, meta } = await readFacts(store);
    if (store !== this.#store) return;
    this.boot = boot;
    this.meta = meta;
  });

  begin(store: Store | null): void {
    this.#store = store;
    this.boot = null;
    this.meta = null;
    // What the browser knows before the first try; "online" it says too easily, "offline" it means.
    this.progress = { ...QUIET, online: navigator.onLine };
    this.photos = new Map();
    if (store) this.#read();
  }

  hear(message: Message): void {
    if (message.kind === 'change') this.#read();
    else if (message.kind === 'progress') this.progress = message.progress;
    else if (message.kind === 'photo') this.photos = new Map([...this.photos, [message.id, message.sent]]);
  }
}

export const pulse = new Pulse();
follow(pulse);
