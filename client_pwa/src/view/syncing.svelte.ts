// How things stand between this phone and the office, in the words of the sync pill.
import type { Meta } from '../store/meta.ts';
import type { Rhythm } from '../store/rhythm.ts';
import { today } from './boot.svelte.ts';
import { pulse } from './pulse.svelte.ts';

export type SyncState = 'needs' | 'offline' | 'sending' | 'unsent' | 'photos' | 'draft' | 'synced';

let rhythm: Promise<Rhythm> | null = null;
let newVersion = $state(false);

/** Told by start.ts: who syncs in this tab. */
export function setRhythm(next: Promise<Rhythm> | null): void {
  rhythm = next;
}

/** Told by start.ts: a new build is here and waits until it may take over. */
export function setNewVersion(): void {
  newVersion = true;
}

function stateNow(): SyncState {
  if (today.needs > 0) return 'needs';
  if (!pulse.progress.online) return 'offline';
  if (pulse.progress.sending) return 'sending';
  if (today.unsent > 0) return 'unsent';
  if (today.photos > 0) return 'photos';
  return today.typed > 0 ? 'draft' : 'synced';
}

export const sync = {
  /** The first that applies, in the order of how much it needs a person. */
  get state(): SyncState {
    return stateNow();
  },
  get unsent(): number {
    return today.unsent;
  },
  get needs(): number {
    return today.needs;
  },
  /** "Sending i of n". */
  get i(): number {
    return pulse.progress.i;
  },
  get n(): number {
    return pulse.progress.n;
  },
  get online(): boolean {
    return pulse.progress.online;
  },
  /** Real time of the last answer that was read to its end, ms. */
  get lastSuccess(): number | null {
    return pulse.meta?.last_success ?? null;
  },
  /** The office wants the person to sign in again; nothing here waits for it. */
  get signedOut(): boolean {
    return pulse.meta?.signed_out ?? false;
  },
  /** The browser has emptied this phone's store: what it held then. */
  get lost(): Meta['lost'] {
    return pulse.meta?.lost ?? null;
  },
  /** The office has withdrawn this device. */
  get drained(): boolean {
    return pulse.meta?.drained ?? false;
  },
  /** A newer build is needed, or here and ready. */
  get upgrade(): boolean {
    return pulse.meta?.upgrade ?? false;
  },
  get newVersion(): boolean {
    return newVersion;
  },
};

/** Syncs now; answers when that try is over. `receipt`: the office shall say what it has. */
export async function syncNow(receipt = false): Promise<void> {
  await (await rhythm)?.now(receipt);
}
