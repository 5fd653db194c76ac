// How a picture follows the store: it is told which keys changed, whoever's store is in place. No runes: pictures are
// *.svelte.ts and decide what to read again.
import { onHere, hereOrNull } from '../store/here.ts';
import type { Message, Store } from '../store/store.ts';

export interface Follower {
  /** Another store is in place, or none: whatever was read belongs to another person. */
  begin(store: Store | null): void;
  hear(message: Message, store: Store): void;
}

/** Keeps a follower told, from now on. Answers how to stop it. */
export function follow(follower: Follower): () => void {
  let stop: (() => void) | null = null;
  const begin = (store: Store | null): void => {
    stop?.();
    stop = store?.listen((message) => follower.hear(message, store)) ?? null;
    follower.begin(store);
  };
  const stopHere = onHere(begin);
  begin(hereOrNull());
  return () => {
    stop?.();
    stopHere();
  };
}

/** Whether a change names a key, or everything. */
export function names(keys: readonly string[], wanted: (key: string) => boolean): boolean {
  return keys.some((key) => key === '*' || wanted(key));
}

// A browser that lets go of the store under a reading has it again by then.
const FAILED_MS = 1_000;

/**
 * Runs `work` once more after the run under way, however that ends, when it was asked for meanwhile; never twice at once.
 * What fails is tried again: nothing may change for long, and a screen would go on waiting.
 */
export function coalesced(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    again = running;
    if (running) return;
    running = true;
    try {
      await work();
    } catch (error) {
      if (!again) setTimeout(run, FAILED_MS);
      throw error;
    } finally {
      running = false;
      if (again) void run();
    }
  };
  return () => void run();
}
