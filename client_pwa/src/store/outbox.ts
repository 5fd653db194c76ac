// The outbox as steps of the store: sealing what waits, taking in results, rows and the cursor. No network here.
import { afterWrite, leavesAt, opAfter } from '../sync/client.ts';
import { isUnsent, type Op, saidOf, type Sealed, sealedRow, type Write } from '../sync/operations.ts';
import { left } from '../sync/overlay.ts';
import type { Head, Receipt, Result, Row, Segment } from '../sync/protocol.ts';
import type { Body } from '../sync/records.ts';
import { toRecord } from '../sync/schema.ts';
import { commit } from './commit.ts';
import { carryTyped } from './drafts.ts';
import { forgetErased } from './erased.ts';
import * as kept from './kept.ts';
import { type Meta, newMeta } from './meta.ts';
import { type Step, type StoredRow, under } from './step.ts';
import type { Store } from './store.ts';

// What a slow line adds is less; a clock that is wrong by less makes no other day.
const SKEW_STEP_MS = 600_000;

export type SealedOp = Op & { sealed: Sealed };
export interface Ready {
  meta: Meta;
  ops: SealedOp[];
}

// Rows are looked through in portions: a year of them at once would fill a small phone's memory.
const SWEPT_AT_ONCE = 500;

function isSealed(op: Op): op is SealedOp {
  return op.state === 'sealed' && op.sealed !== null;
}

/** Seals everything that waits: numbers are given and bytes become final. Answers what is to be sent, in order. */
export function sealAll(store: Store): Promise<Ready> {
  return commit(store, async (step) => {
    await carryTyped(step, store);
    const waiting = (await step.allOps()).filter(isUnsent);
    if (waiting.some((op) => op.state === 'intent')) await number(step, waiting, store);
    return { meta: await step.meta(), ops: (await step.allOps()).filter(isSealed) };
  });
}

async function number(step: Step, waiting: readonly Op[], store: Store): Promise<void> {
  const meta = await step.meta();
  const inc = meta.inc ?? store.ports.newId();
  let { n } = meta;
  for (const op of waiting) {
    if (op.state !== 'intent') continue;
    n += 1;
    step.putOp({ ...op, state: 'sealed', sealed: { n, inc, old: null, ...(await sealedRow(op)) } });
  }
  await step.changeMeta({ inc, n });
}

/** Begins a new incarnation: all that is unacknowledged is numbered anew, under the same op_ids and bytes. */
export function newIncarnation(store: Store): Promise<void> {
  return commit(store, (step) => renumber(step, store));
}

/** The same within a step. */
export async function renumber(step: Step, store: Store): Promise<void> {
  const inc = store.ports.newId();
  let n = 0;
  for (const op of (await step.allOps()).filter(isSealed)) {
    n += 1;
    step.putOp({ ...op, sealed: { ...op.sealed, n, inc } });
  }
  await step.changeMeta({ inc, n, acked: newMeta().acked });
}

/** Sets one op aside that the office cannot read, so that those behind it go on; they are numbered anew. */
export function setAside(store: Store, opId: string, code: string): Promise<void> {
  return commit(store, async (step) => {
    const op = (await step.allOps()).find((one) => one.op_id === opId);
    if (op) step.putOp({ ...op, state: 'refused', outcome: 'quarantined', problem: { code, details: {}, depends: null } });
    await renumber(step, store);
  });
}

/**
 * Takes in the head of an answer: a new life of the office, and how far its backups reach. Answers whether what an
 * earlier life had taken is to be sent again.
 */
export function takeHead(store: Store, head: Head): Promise<boolean> {
  return commit(store, async (step) => {
    const { epoch, safe_pos, pos, skew_ms: known } = await step.meta();
    const skew_ms = Math.round((head.time - store.ports.now()) / SKEW_STEP_MS) * SKEW_STEP_MS;
    const another = epoch !== null && epoch !== head.epoch;
    if (another) await refill(step, store, head.error ? -1 : pos);
    if (epoch === head.epoch && safe_pos === head.safe_pos && known === skew_ms) return false;
    await step.changeMeta({ epoch: head.epoch, safe_pos: head.safe_pos, skew_ms });
    await kept.letGo(step, head.safe_pos);
    return another;
  });
}

/** The office lacks numbers that it had answered for: it lost them, whether it knows that yet or not. */
export function sendAgain(store: Store): Promise<void> {
  return commit(store, async (step) => refill(step, store, (await step.meta()).pos));
}

/**
 * The office lives anew from a backup: what an earlier life had taken, and no backup is sure to hold, is sent again
 * before all else, in its old order. What it has after all, it answers as before. Up to `sure`, a place in the feed that
 * it has agreed to, its log is the one that the phone knows.
 */
async function refill(step: Step, store: Store, sure: number): Promise<void> {
  const { epoch: old } = await step.meta();
  for (const { op, epoch } of await kept.takeAbove(step, sure)) step.putOp(again(op, epoch));
  for (const op of await step.allOps()) if (op.sealed && op.state !== 'sealed') step.putOp(again(op, old, false));
  // Its photos may be gone with the words: those that are there after all it names as done.
  for (const [id, photo] of await step.getAll<{ state: string }>('photo')) {
    if (photo.state === 'complete') step.put('photo', id, { ...photo, state: 'waiting', place: null, sent: 0 });
  }
  await renumber(step, store);
}

function again(op: Op, epoch: string | null, left = true): Op {
  const told = left && (op.outcome === 'applied' || op.outcome === 'merged');
  const old = epoch === null ? null : { epoch, pos: op.pos, outcome: saidOf(op), told };
  const sealed = op.sealed && { ...op.sealed, old };
  return { ...op, sealed, state: 'sealed', pos: null, writes: null, outcome: null, problem: null };
}

/**
 * Takes in the results of what was sent. They hold whatever becomes of the rest of the answer, and whatever number an op
 * has been given since. Answers how many ops they settled.
 */
export function takeResults(store: Store, sent: readonly SealedOp[], results: readonly Result[]): Promise<number> {
  return commit(store, async (step) => {
    const waiting = new Map((await step.allOps()).filter(isSealed).map((op) => [op.op_id, op]));
    const byN = new Map(sent.map((op) => [op.sealed.n, op.op_id]));
    const settled = results.flatMap((result) => {
      const op = waiting.get(byN.get(result.n) ?? '');
      return op ? [opAfter(op, result)] : [];
    });
    for (const op of settled) step.putOp(op);
    if (settled.some((op) => op.sealed?.inc !== sent[0]?.sealed.inc)) await renumber(step, store);
    else await noteAcked(step, settled);
    return settled.length;
  });
}

async function noteAcked(step: Step, settled: readonly Op[]): Promise<void> {
  const last = settled.at(-1);
  const { acked } = await step.meta();
  if (last?.sealed && last.sealed.n > acked.n) await step.changeMeta({ acked: { n: last.sealed.n, op_id: last.op_id } });
}

/**
 * Takes in rows, what is gone, and the cursor that then holds: in one transaction, and only if the stored cursor is the
 * one that was sent or followed. Answers whether it was.
 */
export function takeSegment(store: Store, sent: string | null, segment: Segment): Promise<boolean> {
  return commit(store, async (step) => {
    const before = await step.meta();
    if (before.cursor !== sent) return false;
    const delivered = new Set<string>();
    const { sweep } = await step.changeMeta({ cursor: segment.cursor, pos: segment.pos });
    for (const { entity, id, v, body } of segment.rows) {
      step.putRow(entity, id, { v, body, sweep });
      delivered.add(`${entity}/${id}`);
      if (entity === 'outcome') await takeLateOutcome(step, id, { body, pos: segment.pos });
    }
    for (const [entity, id] of segment.gone) {
      step.putRow(entity, id, null);
      delivered.add(`${entity}/${id}`);
    }
    const written = await letLeave(step, { pos: segment.pos, complete: false, delivered, before });
    await kept.forgetGone(step, segment.gone);
    await forgetErased(step, [...segment.rows, ...written]);
    return true;
  });
}

/** What the office held, or refused and then let count, has another outcome now: it arrives as a record. */
async function takeLateOutcome(step: Step, id: string, came: { body: Body; pos: number }): Promise<void> {
  const late = toRecord('outcome', id, came.body);
  const op = (await step.allOps()).find((one) => one.op_id === late.op && (one.state === 'held' || one.state === 'refused'));
  if (!op) return;
  const refused = late.outcome === 'quarantined';
  // The result told more of the same.
  if (refused && op.problem?.code === late.code) return;
  // The record's fields bear the names of the details.
  const problem = refused ? { code: late.code ?? 'server_fault', details: came.body, depends: null } : null;
  step.putOp({ ...op, state: refused ? 'refused' : 'done', outcome: late.outcome, pos: came.pos, problem });
}

interface Arrived {
  pos: number;
  complete: boolean;
  delivered: ReadonlySet<string>;
  /** The place that the rows held before. */
  before: Pick<Meta, 'cursor' | 'pos' | 'sweeping'>;
}

/**
 * Ops that the rows hold now leave the overlay, and those that wait do not lie over what they said; records withheld
 * from the answer are made from what the ops wrote. Where a later version is to come with the rest of the answer, an op
 * stays until it has. Answers how these records stand: they may say for the first time that something was erased.
 */
async function letLeave(step: Step, arrived: Arrived): Promise<Row[]> {
  const ops = await step.allOps();
  const leaving = ops.filter((op) => leavesAt(op, arrived.pos, arrived.complete));
  const rows: Row[] = [];
  for (const op of leaving) {
    let isBehind = false;
    for (const write of op.writes ?? []) {
      await takeWrite(step, op, { ...arrived, write });
      const [entity, id, v] = write;
      const row = await step.row(entity, id);
      if (row) rows.push({ entity, id, ...row });
      isBehind ||= row !== null && row.v < v && !arrived.delivered.has(`${entity}/${id}`);
    }
    if (isBehind && !arrived.complete) continue;
    step.dropOp(op);
    await kept.keep(step, op, arrived.pos);
  }
  for (const op of ops) {
    const over = left(op, leaving);
    if (op.state !== 'done' && over !== (op.over ?? op.patch)) step.putOp({ ...op, over });
  }
  return rows;
}

async function takeWrite(step: Step, op: Op, { write, delivered, before }: Arrived & { write: Write }): Promise<void> {
  const [entity, id] = write;
  // What stands at a place before which an op was done tells of it already, even when the record is gone. A load under
  // way has not come to it perhaps: what it does not bring in the end is swept.
  const told = before.cursor === null || (op.pos ?? 0) <= before.pos;
  if (delivered.has(`${entity}/${id}`) || (told && !before.sweeping)) return;
  const meta = await step.meta();
  const row = await step.row(entity, id);
  const stored = under(op, row, meta);
  const next = afterWrite(op, write, stored);
  // Where a version in between is not known here, the row itself is to come.
  if (next === undefined || (next && stored && stored === row && stored.v !== next.v - 1)) return;
  const { sweep } = meta;
  step.putRow(entity, id, next && { ...next, sweep: told ? sweep - 1 : sweep });
}

/** The answers came to their end: what a resync has not shown is swept, and what wrote nothing leaves. */
export function takeEnd(store: Store): Promise<void> {
  return commit(store, async (step) => {
    const before = await step.meta();
    if (before.sweeping) await sweepOut(step);
    await kept.bound(step);
    await forgetErased(step, await letLeave(step, { pos: before.pos, complete: true, delivered: new Set(), before }));
    await step.changeMeta({ last_success: store.ports.now(), sweeping: false, signed_out: false, drained: false, upgrade: false });
  });
}

async function sweepOut(step: Step): Promise<void> {
  const { sweep } = await step.meta();
  const keys = await step.keys('row');
  const gone: [string, string][] = [];
  for (let at = 0; at < keys.length; at += SWEPT_AT_ONCE) {
    const some = keys.slice(at, at + SWEPT_AT_ONCE);
    const rows = await step.getMany<StoredRow>('row', some);
    some.forEach((key, place) => rows[place]?.sweep !== sweep && gone.push(key.split('/') as [string, string]));
  }
  for (const [entity, id] of gone) step.putRow(entity, id, null);
  await kept.forgetGone(step, gone);
}

/** Keeps what the office says it has. Answers whether it is to be asked for again: no. */
export function takeReceipt(store: Store, receipt: Receipt): Promise<boolean> {
  return commit(store, async (step) => {
    await step.changeMeta({ receipt: { ...receipt, at: store.ports.now() } });
    return false;
  });
}

/** After `resync`: the rows are pulled from the beginning, those that do not come again are swept; the outbox stays. */
export function startResync(store: Store): Promise<void> {
  return commit(store, async (step) => {
    const { sweep } = await step.meta();
    await step.changeMeta({ cursor: null, pos: 0, sweep: sweep + 1, sweeping: true });
  });
}

/** Notes what the office said about the phone as a whole. */
export function note(store: Store, change: Partial<Pick<Meta, 'signed_out' | 'drained' | 'upgrade'>>): Promise<void> {
  return commit(store, async (step) => {
    await step.changeMeta(change);
  });
}
