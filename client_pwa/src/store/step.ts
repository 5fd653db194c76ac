// One step of the writer: what it read, and what it will write. Reads see the step's own writes. Nothing here reaches
// the disk: commit.ts writes all of it in one transaction, or nothing.
import { family, isUnsent, type Op, touchedBy } from '../sync/operations.ts';
import type { LocalDraft } from '../sync/overlay.ts';
import type { Stored } from '../sync/client.ts';
import { open, seal } from './codec.ts';
import type { Database, Key, Put, StoredOp, StoreName } from './db.ts';
import { type Meta, newMeta } from './meta.ts';

/** A confirmed record as it is stored, and the pull from the beginning under which it came. */
export interface StoredRow extends Stored {
  sweep: number;
}

/**
 * What an op's writes are laid over. A row from before the load under way may be another life's, whose versions say
 * nothing: what the op wrote is news to it, unless that life had told of it. Undefined: it holds the writes already, also
 * where there is no row any more because something later took it away.
 */
export function under(op: Op, row: StoredRow | null, meta: Pick<Meta, 'sweep' | 'sweeping'>): Stored | null | undefined {
  if (!meta.sweeping || row?.sweep === meta.sweep) return row;
  if (op.sealed?.old?.told) return undefined;
  return row && { v: 0, body: row.body };
}

export class Step {
  readonly db: Database;
  /** The things (`family/id`) whose records, ops or words this step changes. */
  readonly touched = new Set<string>();
  private readonly written = new Map<StoreName, Map<Key, unknown>>();
  private readonly ops = new Map<string, Op | null>();
  private loadedAll: Promise<void> | null = null;
  private readonly loadedRoots = new Set<string>();

  constructor(db: Database) {
    this.db = db;
  }

  /** The values at these keys, undefined where there is none. */
  async getMany<T>(store: StoreName, keys: readonly Key[]): Promise<(T | undefined)[]> {
    const own = this.written.get(store);
    const missing = keys.filter((key) => !own?.has(key));
    const found = missing.length ? await this.db.getMany(store, missing) : [];
    const opened: (T | undefined)[] = await Promise.all(found.map(async (value) => (value === undefined ? undefined : open<T>(value))));
    const read = new Map(missing.map((key, at) => [key, opened[at]]));
    return keys.map((key) => (own?.has(key) ? (own.get(key) as T | undefined) : read.get(key)));
  }

  async get<T>(store: StoreName, key: Key): Promise<T | undefined> {
    return (await this.getMany<T>(store, [key]))[0];
  }

  /** Every value whose key begins with `prefix`, by key. */
  async getAll<T>(store: StoreName, prefix = ''): Promise<Map<Key, T>> {
    const all = await this.db.getAll(store, prefix);
    const opened = await Promise.all(all.map(async ([key, value]): Promise<[Key, T]> => [key, (await open<T>(value)) as T]));
    const found = new Map(opened);
    for (const [key, value] of this.written.get(store) ?? []) {
      if (!String(key).startsWith(prefix)) continue;
      if (value === undefined) found.delete(key);
      else found.set(key, value as T);
    }
    return found;
  }

  /** Every key of a store, in order. */
  async keys(store: StoreName): Promise<Key[]> {
    const all = new Set(await this.db.keys(store));
    for (const [key, value] of this.written.get(store) ?? []) {
      if (value === undefined) all.delete(key);
      else all.add(key);
    }
    return [...all].sort();
  }

  put(store: StoreName, key: Key, value: unknown): void {
    const own = this.written.get(store) ?? new Map<Key, unknown>();
    this.written.set(store, own.set(key, value));
  }

  del(store: StoreName, key: Key): void {
    this.put(store, key, undefined);
  }

  async meta(): Promise<Meta> {
    return { ...newMeta(), ...(await this.get<Meta>('meta', 'state')) };
  }

  async changeMeta(change: Partial<Meta>): Promise<Meta> {
    const meta = { ...(await this.meta()), ...change };
    this.put('meta', 'state', meta);
    return meta;
  }

  async row(entity: string, id: string): Promise<StoredRow | null> {
    return (await this.get<StoredRow>('row', `${entity}/${id}`)) ?? null;
  }

  putRow(entity: string, id: string, stored: StoredRow | null): void {
    this.put('row', `${entity}/${id}`, stored ?? undefined);
    this.touched.add(`${family(entity)}/${id}`);
  }

  putLocal(id: string, local: LocalDraft | null): void {
    this.put('draft', id, local ?? undefined);
    this.touched.add(`visit/${id}`);
  }

  putOp(op: Op): void {
    this.ops.set(op.op_id, op);
    for (const root of touchedBy(op)) this.touched.add(root);
  }

  dropOp(op: Op): void {
    this.ops.set(op.op_id, null);
    for (const root of touchedBy(op)) this.touched.add(root);
  }

  /** Every op that has not left yet, in the order they were done in. */
  async allOps(): Promise<Op[]> {
    this.loadedAll ??= this.db.getAll('op').then((all) => this.takeOps(all.map(([, stored]) => stored as StoredOp)));
    await this.loadedAll;
    return [...this.ops.values()].filter((op) => op !== null).sort((one, other) => one.seq - other.seq);
  }

  /** The ops that change any of these things, in the order they were done in. */
  async opsOf(roots: ReadonlySet<string>): Promise<Op[]> {
    const fresh = [...roots].filter((root) => !this.loadedRoots.has(root));
    for (const root of fresh) this.loadedRoots.add(root);
    if (fresh.length && !this.loadedAll) await this.takeOps(await this.db.opsOf(fresh));
    const held = [...this.ops.values()].filter((op) => op !== null && touchedBy(op).some((root) => roots.has(root)));
    return (held as Op[]).sort((one, other) => one.seq - other.seq);
  }

  private async takeOps(stored: readonly StoredOp[]): Promise<void> {
    for (const op of await Promise.all(stored.map((one) => open<Op>(one.sealed)))) {
      if (!this.ops.has(op.op_id)) this.ops.set(op.op_id, op);
      this.before.set(op.op_id, op);
    }
  }

  /** The ops as they were read, so that counts change by the difference. */
  private readonly before = new Map<string, Op>();

  /** What changed among the ops: how each was and how it is now. */
  async changedOps(): Promise<{ before: Op | null; after: Op | null }[]> {
    const changed = [...this.ops].filter(([id, op]) => this.before.get(id) !== op);
    const unread = changed.map(([id]) => id).filter((id) => !this.before.has(id));
    const found = (await this.db.getMany('op', unread)) as (StoredOp | undefined)[];
    await this.takeOps(found.filter((one) => one !== undefined));
    return changed.map(([id, after]) => ({ before: this.before.get(id) ?? null, after }));
  }

  /** The values that this step changes in a store, as they were and as they are now. */
  async changedIn<T>(store: StoreName): Promise<{ before: T[]; after: T[] }> {
    const changed = [...(this.written.get(store) ?? [])];
    const found = changed.length ? await this.db.getMany(store, changed.map(([key]) => key)) : [];
    const before = await Promise.all(found.filter((value) => value !== undefined).map((value) => open<T>(value)));
    return { before, after: changed.map(([, value]) => value as T).filter((value) => value !== undefined) };
  }

  /** Everything that this step writes, every value through the codec. */
  async puts(): Promise<Put[]> {
    const plain = [...this.written].flatMap(([store, values]) => [...values].map(([key, value]) => ({ store, key, value })));
    const sealed = plain.map(async (put): Promise<Put> => {
      return put.value === undefined ? put : { ...put, value: await seal(put.value) };
    });
    const ops = (await this.changedOps()).map(({ before, after }) => opPut(before, after));
    return Promise.all([...sealed, ...ops]);
  }
}

async function opPut(before: Op | null, after: Op | null): Promise<Put> {
  if (after === null) return { store: 'op', key: before?.op_id ?? '', value: undefined };
  return { store: 'op', key: after.op_id, value: { roots: touchedBy(after), sealed: await seal(after) } };
}

/** Whether an op is among what the person still waits for. */
export function stillWaiting(op: Op): boolean {
  return isUnsent(op) || op.state === 'held' || op.state === 'refused';
}
