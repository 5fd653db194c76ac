// The phone's side of the protocol as pure steps: which ops to send, what an answer means for an op, for the records,
// and for the next try. Chance is an argument; storage and network are elsewhere.
import { applyPatch } from './patch.ts';
import type { Op, Write } from './operations.ts';
import type { Result, SentOp } from './protocol.ts';
import type { Body } from './records.ts';
import { kindSpec } from './schema.ts';

// A batch starts small, so that the first answer comes soon on a thin line, and doubles while answers come. Counted
// before compression, which makes about a quarter of it: 64 KB on the wire at first, 512 KB at most.
export const BATCH_CHARS_FIRST = 256 * 1024;
export const BATCH_CHARS_MAX = 2048 * 1024;
// The office takes no more ops than this in one request.
export const BATCH_OPS_MAX = 1000;
// Half a minute: a phone that comes back into the network is drained within a minute of it.
const RETRY_DELAY_MS_MAX = 30_000;
const RETRY_DELAY_MS_FIRST = 1_000;

/** How long to wait after the n-th failure in a row: doubled, with jitter (`chance` in [0, 1)), at most 30 s. */
export function retryDelayMs(failures: number, chance: number): number {
  const ceiling = Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS_FIRST * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling * (0.5 + chance / 2));
}

/**
 * The first ops, in their order, that fit in so many characters: at least one. Those that an earlier life of the office
 * had taken go apart from new ones.
 */
export function batchOf<T extends SentOp>(ops: readonly T[], chars: number): T[] {
  const batch: T[] = [];
  let size = 0;
  for (const op of ops) {
    size += op.sealed.bytes.length;
    const [first] = batch;
    const another = op.sealed.old?.epoch !== first?.sealed.old?.epoch || op.sealed.inc !== first?.sealed.inc;
    if (first && (another || size > chars || batch.length >= BATCH_OPS_MAX)) break;
    batch.push(op);
  }
  return batch;
}

/** The op after its result. */
export function opAfter(op: Op, result: Result): Op {
  const { outcome, pos, writes } = result;
  const problem = result.problem ?? op.problem;
  const state = outcome === 'quarantined' ? 'refused' : outcome === 'held' ? 'held' : 'done';
  return { ...op, state, outcome, pos, problem, writes: writes ?? ownWrite(op, result) };
}

/** Absent `writes` means: one record, the op's own, and nothing but what was sent. */
function ownWrite(op: Op, result: Result): readonly Write[] | null {
  return result.v === null ? null : [[kindSpec(op.kind).entity, op.id, result.v, {}]];
}

/** Whether an op that is done may leave the overlay once the store holds the feed up to `pos`. */
export function leavesAt(op: Op, pos: number, answerComplete: boolean): boolean {
  if (op.state !== 'done') return false;
  return op.pos === null ? answerComplete : op.pos <= pos;
}

export interface Stored {
  v: number;
  body: Body;
}

/**
 * The record as one write of an op left it, made from the record as it was: null when it is gone, undefined when what
 * is stored is as new already.
 */
export function afterWrite(op: Op, write: Write, stored: Stored | null | undefined): Stored | null | undefined {
  const [entity, id, v, fields] = write;
  if (stored === undefined || (stored && stored.v >= v)) return undefined;
  if (fields === null) return null;
  const base = stored?.body ?? {};
  const patched = id === op.id ? applyPatch(entity, base, op.patch) : base;
  return { v, body: { ...patched, ...fields } };
}
