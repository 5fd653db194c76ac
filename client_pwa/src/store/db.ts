// The IndexedDB of one person: its numbered migrations, and a handle that survives closing. No meaning of values.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

interface Shape extends DBSchema {
  meta: { key: string; value: unknown };
  row: { key: string; value: unknown };
  card: { key: string; value: unknown };
  op: { key: string; value: StoredOp; indexes: { roots: string } };
  kept: { key: string; value: unknown };
  draft: { key: string; value: unknown };
  scratch: { key: string; value: unknown };
  photo: { key: string; value: unknown };
  blob: { key: string; value: unknown };
}
/** `roots` are the index keys of an op: the things it changes, by `family/id`. */
export interface StoredOp {
  roots: string[];
  sealed: unknown;
}
export type StoreName = 'meta' | 'row' | 'card' | 'op' | 'kept' | 'draft' | 'scratch' | 'photo' | 'blob';
export type Key = string;
type Handle = IDBPDatabase<Shape>;

/** Append only, and each step only adds: an older build goes on working in a store that a newer one has opened. */
const MIGRATIONS: readonly ((db: Handle) => void)[] = [
  (db) => {
    const plain = ['meta', 'row', 'card', 'kept', 'draft', 'scratch', 'photo', 'blob'] as const;
    for (const name of plain) db.createObjectStore(name);
    db.createObjectStore('op').createIndex('roots', 'roots', { multiEntry: true });
  },
];
export const STORE_VERSION = MIGRATIONS.length;

/** The browser refused to keep what was to be saved (no room, or the store is broken): nothing of it was kept. */
export class NotSaved extends Error {
  override readonly cause: unknown;
  constructor(cause: unknown) {
    super('not saved');
    this.cause = cause;
  }
}

export interface Put {
  store: StoreName;
  key: Key;
  /** What to store; undefined deletes. */
  value: unknown;
}

export class Database {
  readonly name: string;
  private handle: Promise<Handle> | null = null;
  private readonly version: number;
  /** Called when another tab needs us to close for its upgrade, or the browser closed the store itself. */
  onClosed: () => void = () => undefined;

  constructor(name: string, version: number = STORE_VERSION) {
    this.name = name;
    this.version = version;
  }

  private opened(): Promise<Handle> {
    this.handle ??= this.open(this.version).catch((error: unknown) => {
      this.handle = null;
      throw error;
    });
    return this.handle;
  }

  private async open(version: number | undefined): Promise<Handle> {
    try {
      return await openDB<Shape>(this.name, version, {
        upgrade: (db, from) => MIGRATIONS.slice(from).forEach((step) => step(db)),
        blocking: () => void this.close().then(this.onClosed),
        terminated: () => void this.close().then(this.onClosed),
      });
    } catch (error) {
      const newer = error instanceof DOMException && error.name === 'VersionError' && version !== undefined;
      if (newer) return this.open(undefined);
      throw error;
    }
  }

  /** Closes the handle; the next use opens it again. */
  async close(): Promise<void> {
    const handle = this.handle;
    this.handle = null;
    if (handle) (await handle).close();
  }

  /** Runs one transaction, once more on a fresh handle when the old one had been closed under us. */
  private async using<T>(work: (db: Handle) => Promise<T>): Promise<T> {
    try {
      return await work(await this.opened());
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.handle = null;
      return work(await this.opened());
    }
  }

  /** The stored values at these keys, undefined where there is none. */
  getMany(store: StoreName, keys: readonly Key[]): Promise<unknown[]> {
    return this.using((db) => {
      const tx = db.transaction(store);
      return Promise.all(keys.map((key) => tx.store.get(key)));
    });
  }

  /** Every key and value of a store whose key begins with `prefix` (all when empty), in key order. */
  getAll(store: StoreName, prefix = ''): Promise<[Key, unknown][]> {
    const range = prefix === '' ? null : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return this.using(async (db) => {
      const { store: from } = db.transaction(store);
      const [keys, values] = await Promise.all([from.getAllKeys(range), from.getAll(range)]);
      return keys.map((key, at) => [key as Key, values[at]]);
    });
  }

  /** Every key of a store, in order. */
  keys(store: StoreName): Promise<Key[]> {
    return this.using((db) => db.transaction(store).store.getAllKeys());
  }

  /** The ops that change any of these things. */
  opsOf(roots: readonly string[]): Promise<StoredOp[]> {
    return this.using(async (db) => {
      const index = db.transaction('op').store.index('roots');
      return (await Promise.all(roots.map((root) => index.getAll(root)))).flat();
    });
  }

  /** Writes all or nothing. Returns once it is on the disk; throws NotSaved when the browser gave up. */
  async write(puts: readonly Put[]): Promise<void> {
    if (puts.length === 0) return;
    const stores = [...new Set(puts.map((put) => put.store))];
    await this.using(async (db) => {
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
      // Only `complete` counts: over quota the requests succeed first and the transaction aborts after.
      const done = tx.done.catch((error: unknown) => Promise.reject(new NotSaved(error)));
      for (const { store, key, value } of puts) {
        const target = tx.objectStore(store);
        const request = value === undefined ? target.delete(key) : target.put(value, key);
        request.catch(() => undefined); // the transaction reports it
      }
      await done;
    });
  }
}
