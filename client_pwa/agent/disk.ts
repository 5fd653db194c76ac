// The whole disk of a phone at a moment: for a backup, a clone, a store that is put back or emptied.
import { Database, type Put, type StoreName } from '../src/store/db.ts';

const STORES: readonly StoreName[] = ['meta', 'row', 'card', 'op', 'kept', 'draft', 'scratch', 'photo', 'blob'];

/** Everything in a database, as puts that make it again. */
export async function copyOf(db: Database): Promise<Put[]> {
  const copied: Put[] = [];
  for (const store of STORES) for (const [key, value] of await db.getAll(store)) copied.push({ store, key, value });
  return copied;
}

/** Puts a copy in the place of whatever is there. */
export async function putBack(db: Database, copy: readonly Put[]): Promise<void> {
  const kept = new Set(copy.map(({ store, key }) => `${store}/${key}`));
  const gone: Put[] = [];
  for (const store of STORES) {
    for (const key of await db.keys(store)) if (!kept.has(`${store}/${key}`)) gone.push({ store, key, value: undefined });
  }
  await db.write([...gone, ...copy]);
}
