// The IndexedDB of one person: its numbered migrations, and a handle that survives closing. No meaning of values.
// Talks to IndexedDB itself: the first paint carries this file, and the usual wrapper would be a thirtieth of it.

/** `roots` are the index keys of an op: the things it changes, by `family/id`. */
export interface StoredOp {
  roots: string[];
  sealed: unknown;
}
export type StoreName = 'meta' | 'row' | 'card' | 'op' | 'kept' | 'draft' | 'scratch' | 'photo' | 'blob';
export type Key = string;

/** Append only, and each step only adds: an older build goes on working in a store that a newer one has opened. */
const MIGRATIONS: readonly ((db: IDBDatabase) => void)[] = [
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

// A database that exists for a moment, for `turnOver` alone.
const SPARE = 'turn';

let sayBlocked: (opened: Promise<unknown>) => void = () => undefined;

/** Who tells the person when another tab holds back an upgrade of a store; it is over when the promise answers. */
export function onBlocked(ear: typeof sayBlocked): void {
  sayBlocked = ear;
}

// A third tab stands behind one that is held back and is told nothing. No store takes as long to open by itself.
const HELD_BACK_MS = 10_000;

/** The opened store; the person is told, once, when another tab is in the way. */
async function explained(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  const opened = answered<IDBDatabase>(request);
  let said = false;
  const say = (): void => {
    if (!said) sayBlocked(opened);
    said = true;
  };
  request.onblocked = say;
  const timer = setTimeout(say, HELD_BACK_MS);
  return opened.finally(() => clearTimeout(timer));
}

/** The answer of one request. */
function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

/** The end of a transaction: only `complete` counts. Over quota the requests succeed first and the transaction aborts after. */
function completed(tx: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    tx.oncomplete = () => done();
    tx.onabort = () => fail(new NotSaved(tx.error));
  });
}

/**
 * Has the browser begin a new log. A browser that was killed while it wrote leaves half a record at its log's end, and
 * Chromium goes on behind it (google/leveldb 1287): at the next start everything behind the half is dropped, or the whole
 * store is taken for spoiled and deleted. Taking away any database makes it write its log out and leave it.
 */
async function turnOver(): Promise<void> {
  const request = indexedDB.open(SPARE);
  request.onupgradeneeded = () => request.result.createObjectStore(SPARE);
  (await answered(request)).close();
  await answered(indexedDB.deleteDatabase(SPARE));
}

let turned: Promise<void> | null = null;

/** Once in each page and worker, before its first write. A browser that refuses will say so of the write itself. */
function turnedOver(): Promise<void> {
  turned ??= turnOver().catch(() => undefined);
  return turned;
}

export class Database {
  readonly name: string;
  private handle: Promise<IDBDatabase> | null = null;
  private forgotten = false;
  private readonly version: number;

  constructor(name: string, version: number = STORE_VERSION) {
    this.name = name;
    this.version = version;
  }

  private opened(): Promise<IDBDatabase> {
    if (this.forgotten) return Promise.reject(new Error('forgotten'));
    this.handle ??= this.open(this.version).catch((error: unknown) => {
      this.handle = null;
      throw error;
    });
    return this.handle;
  }

  private async open(version: number | undefined): Promise<IDBDatabase> {
    const request = indexedDB.open(this.name, version);
    request.onupgradeneeded = ({ oldVersion }) => MIGRATIONS.slice(oldVersion).forEach((step) => step(request.result));
    try {
      const db = await explained(request);
      // Another tab upgrades, or the browser closes the store itself: the next use opens it again.
      db.onversionchange = () => void this.close();
      db.onclose = () => void this.close();
      return db;
    } catch (error) {
      // A newer build has been here: its store holds all of ours.
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

  /**
   * Deletes the database with everything in it, and opens it no more: whoever still reads would make it anew. Other tabs
   * let go of it by themselves.
   */
  async destroy(): Promise<void> {
    this.forgotten = true;
    await this.close();
    await answered(indexedDB.deleteDatabase(this.name));
  }

  /** Runs one transaction, once more on a fresh handle when the old one had been closed under us. */
  private async using<T>(work: (db: IDBDatabase) => Promise<T>): Promise<T> {
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
      const from = db.transaction(store).objectStore(store);
      return Promise.all(keys.map((key) => answered(from.get(key))));
    });
  }

  /** Every key and value of a store whose key begins with `prefix` (all when empty), in key order. */
  getAll(store: StoreName, prefix = ''): Promise<[Key, unknown][]> {
    const range = prefix === '' ? null : IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return this.using(async (db) => {
      const from = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([answered(from.getAllKeys(range)), answered(from.getAll(range))]);
      return keys.map((key, at): [Key, unknown] => [String(key), values[at]]);
    });
  }

  /** Every key of a store, in order. */
  keys(store: StoreName): Promise<Key[]> {
    return this.using(async (db) => (await answered(db.transaction(store).objectStore(store).getAllKeys())).map(String));
  }

  /** The ops that change any of these things. */
  opsOf(roots: readonly string[]): Promise<StoredOp[]> {
    return this.using(async (db) => {
      const index = db.transaction('op').objectStore('op').index('roots');
      return (await Promise.all(roots.map((root) => answered<StoredOp[]>(index.getAll(root))))).flat();
    });
  }

  /** Writes all or nothing. Returns once it is on the disk; throws NotSaved when the browser gave up. */
  async write(puts: readonly Put[]): Promise<void> {
    if (puts.length === 0) return;
    const stores = [...new Set(puts.map((put) => put.store))];
    await turnedOver();
    await this.using((db) => {
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
      for (const { store, key, value } of puts) {
        if (value === undefined) tx.objectStore(store).delete(key);
        else tx.objectStore(store).put(value, key);
      }
      return completed(tx);
    });
  }
}
