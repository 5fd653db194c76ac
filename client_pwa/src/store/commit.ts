// The one writer. A step runs under the store's lock: it reads, computes and seals; then everything it changed, with
// the cards and counts that follow, is written in one transaction; then the others are told.
import { putCards } from './listing.ts';
import { writeLock } from './ports.ts';
import { Step } from './step.ts';
import type { Store } from './store.ts';

/** Runs one step and keeps all of it or nothing. Answers when it is on the disk. Throws NotSaved when it was not kept. */
export function commit<T>(store: Store, work: (step: Step) => Promise<T>): Promise<T> {
  return store.ports.lock(writeLock(store.person), async () => {
    const step = new Step(store.db);
    const answer = await work(step);
    const keys = await putCards(step, store.person);
    const puts = await step.puts();
    await store.db.write(puts);
    if (puts.length) store.tell({ kind: 'change', change: { keys } });
    return answer;
  });
}

/** Reads without writing: a step whose changes are dropped. */
export function reading(store: Store): Step {
  return new Step(store.db);
}
