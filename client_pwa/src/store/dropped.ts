// Refused work that its person let go: the office, too, stops asking about it, at the latest with the next sync.
import { commit, reading } from './commit.ts';
import { ask } from './http.ts';
import type { Store } from './store.ts';

// The office takes no more at once; the rest goes with the next sync.
const AT_ONCE = 200;

/** Tells the office what was dropped here. Out of its reach, or answered in vain, it stays noted. Told twice is told once. */
export async function tellDropped(store: Store): Promise<void> {
  const ops = (await reading(store).meta()).dropped.slice(0, AT_ONCE);
  if (!ops.length) return;
  const told = await ask(store.ports, 'POST', '/api/cases/drop', { author: store.person, ops }).catch(() => null);
  if (told) await commit(store, async (step) => void (await step.changeMeta({ dropped: (await step.meta()).dropped.filter((id) => !ops.includes(id)) })));
}
