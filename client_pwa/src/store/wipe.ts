// The end of a withdrawn device: it forgets its person's words, rows and photos, and says so. Nothing else on this phone
// ever discards what a person wrote; other people's stores stay. Runs in the service worker too.
import { isUnsent } from '../sync/operations.ts';
import { reading } from './commit.ts';
import { forgetNote } from './loss.ts';
import { readPhone, writePhone } from './phone.ts';
import { waiting } from './photo_queue.ts';
import { writeLock } from './ports.ts';
import type { Store } from './store.ts';
import { tellOffice } from './wiped.ts';

/** How much here the office lacks: what was typed, what was done and not answered, and photos on their way. */
export async function left(store: Store): Promise<number> {
  const step = reading(store);
  // What is typed becomes an op: first the one, then the other.
  const typed = await step.keys('draft');
  return typed.length + (await step.allOps()).filter(isUnsent).length + (await waiting(store)).length;
}

/**
 * Forgets the store's person on this phone and tells the office. Other tabs of this phone start anew. `drained`: only
 * when the office has everything. Answers whether it did; `sure` is told before others hear of it.
 */
export async function wipe(store: Store, drained = false, sure = (): void => undefined): Promise<boolean> {
  // Whoever finds the store empty waits for this, and then reads who is still here. What was said just before counts.
  const wiped = await store.ports.lock(writeLock(store.person), async () => {
    const unsent = await left(store);
    if (drained && unsent > 0) return false;
    sure();
    await store.db.destroy();
    await strikeOut(store, unsent);
    return true;
  });
  if (!wiped) return false;
  forgetNote(store.person);
  store.tell({ kind: 'wiped' });
  await tellOffice(store.ports);
  return true;
}

async function strikeOut({ person: id, ports }: Store, unsent: number): Promise<void> {
  const kept = (await readPhone()) ?? { people: [], current: null };
  const person = kept.people.find((one) => one.person === id)?.name ?? '';
  const people = kept.people.filter((one) => one.person !== id);
  const current = kept.current === id ? null : kept.current;
  await writePhone({ people, current, wiped: { person, unsent, at: ports.now(), told: false } });
}
