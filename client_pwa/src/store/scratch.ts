// Half-typed words that are no draft of a visit: a comment, a message, a new matter. Kept on this phone only, by a key
// of the screen's choosing such as `review/<visit id>`, until they are said.
import { open, seal } from './codec.ts';
import { here } from './here.ts';
import type { Store } from './store.ts';

interface Desk {
  waiting: Map<string, string | undefined>;
  saving: boolean;
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
  const [value] = await store.db.getMany('scratch', [key]);
  return value === undefined ? '' : open<string>(value);
}

/** Takes the words under a key once they are read, unless that is stopped before. Answers how to stop it. */
export function recall(key: string, take: (text: string) => void, store: Store = here()): () => void {
  let stopped = false;
  void kept(key, store).then((text) => {
    if (!stopped) take(text);
  });
  return () => {
    stopped = true;
  };
}

/** Lets the words go: they were said, or given up. */
export function forget(key: string, store: Store = here()): void {
  write(key, undefined, store);
}

function write(key: string, text: string | undefined, store: Store): void {
  const desk = desks.get(store) ?? { waiting: new Map(), saving: false };
  desks.set(store, desk);
  desk.waiting.set(key, text);
  if (!desk.saving) void saveAll(store, desk);
}

async function saveAll(store: Store, desk: Desk): Promise<void> {
  desk.saving = true;
  // A phone without room: the words wait for the next that are kept.
  await saveWaiting(store, desk).catch(() => undefined);
  desk.saving = false;
}

async function saveWaiting(store: Store, desk: Desk): Promise<void> {
  while (desk.waiting.size) {
    const taken = [...desk.waiting];
    const sealed = taken.map(async ([key, text]) => {
      return { store: 'scratch' as const, key, value: text === undefined ? undefined : await seal(text) };
    });
    await store.db.write(await Promise.all(sealed));
    // Until here they are read from here; what was written on meanwhile is next.
    for (const [key, text] of taken) if (desk.waiting.get(key) === text) desk.waiting.delete(key);
  }
}
