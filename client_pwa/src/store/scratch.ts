// Half-typed words that are no draft of a visit: a comment, a message, a new matter. Kept on this phone only, by a key
// of the screen's choosing such as `review/<visit id>`, until they are said.
import { open, seal } from './codec.ts';
import { here } from './here.ts';
import type { Store } from './store.ts';

interface Desk {
  waiting: Map<string, string | undefined>;
  running: Promise<void> | null;
}
const desks = new WeakMap<Store, Desk>();

/** Keeps the words under a key. Returns at once; the latest value waits while one save is on its way. */
export function keep(key: string, text: string, store: Store = here()): void {
  write(key, text, store);
}

/** The words under a key, empty when there are none. */
export async function kept(key: string, store: Store = here()): Promise<string> {
  const desk = desks.get(store);
  if (desk?.waiting.has(key)) return desk.waiting.get(key) ?? '';
  await desk?.running;
  const [value] = await store.db.getMany('scratch', [key]);
  return value === undefined ? '' : open<string>(value);
}

/** Lets the words go: they were said, or given up. */
export function forget(key: string, store: Store = here()): void {
  write(key, undefined, store);
}

function write(key: string, text: string | undefined, store: Store): void {
  const desk = desks.get(store) ?? { waiting: new Map(), running: null };
  desks.set(store, desk);
  desk.waiting.set(key, text);
  desk.running ??= saveAll(store, desk)
    .catch(() => undefined) // a phone without room: the words still stand in the field
    .finally(() => {
      desk.running = null;
    });
}

async function saveAll(store: Store, desk: Desk): Promise<void> {
  while (desk.waiting.size) {
    const taken = [...desk.waiting];
    desk.waiting.clear();
    const sealed = taken.map(async ([key, text]) => {
      return { store: 'scratch' as const, key, value: text === undefined ? undefined : await seal(text) };
    });
    await store.db.write(await Promise.all(sealed));
  }
}
