// What is on the screen: the confirmed records of one thing with its ops laid over them, in the order they were done.
// Owns the frame; what each kind of op does is a pure function of its feature, passed in as a list.
import { isUnsent, newOp, type Op, saidOf } from './operations.ts';
import { isEmpty, type Patch, patchBetween, type Values, without } from './patch.ts';
import type { Body } from './records.ts';
import { kindSpec } from './schema.ts';

/** The records being overlaid. `get` answers null for what is not there. */
export interface Desk {
  get(entity: string, id: string): Body | null;
  put(entity: string, id: string, body: Body): void;
  remove(entity: string, id: string): void;
}

/** Who did it, and how far the office's clock is from the phone's: instants inside records are in the office's time. */
export interface Doer {
  me: string;
  officeOffsetMs: number;
}

/** Lays one op over the records. */
export type Overlay = (desk: Desk, op: Op, doer: Doer) => void;
export type Overlays = Readonly<Record<string, Overlay>>;

/** Words of a draft that no op carries yet: what was there at the first touch, and what is there now. */
export interface LocalDraft {
  id: string;
  was: Values;
  now: Values;
  touched: number;
}

/** A desk over a plain map of bodies. */
export class MapDesk implements Desk {
  readonly bodies: Map<string, Body>;
  constructor(bodies: Iterable<readonly [string, Body]> = []) {
    this.bodies = new Map(bodies);
  }
  get(entity: string, id: string): Body | null {
    return this.bodies.get(`${entity}/${id}`) ?? null;
  }
  put(entity: string, id: string, body: Body): void {
    this.bodies.set(`${entity}/${id}`, body);
  }
  remove(entity: string, id: string): void {
    this.bodies.delete(`${entity}/${id}`);
  }
}

/** Whether a command came back without effect: what it said is kept, but not shown as done. */
export function isRefused(op: Op): boolean {
  return op.state === 'refused' || ['conflict', 'quarantined'].includes(saidOf(op) ?? '');
}

/**
 * The ops that lie over records that stand where the feed is at `pos`, but for what was said since of the same place
 * and answered. Words that met others do until the rows tell what became of them.
 */
export function lying(ops: readonly Op[], pos: number): Op[] {
  const done = ops.filter((op) => op.state === 'done');
  return ops.filter((op) => lies(op, pos)).map((op) => ({ ...op, patch: left(op, done) }));
}

/** Words that met others do not lie over the records again because they are sent again. */
function lies(op: Op, pos: number): boolean {
  if (saidOf(op) !== 'conflict') return op.state !== 'done';
  return !isUnsent(op) && (op.pos ?? 0) > pos;
}

/** What an op says on the screen: its patch without what its writer said since in those that are done. */
export function left(op: Op, done: readonly Op[]): Patch {
  const entityOf = (one: Op) => kindSpec(one.kind).patchEntity;
  const since = done.filter((one) => one.seq > op.seq && one.id === op.id && !isEmpty(one.patch) && entityOf(one) === entityOf(op));
  return since.reduce((patch, one) => without(entityOf(op), patch, one.patch), op.over ?? op.patch);
}

/** Lays ops over the desk in the order they were done in. A kind that this build does not know shows nothing. */
export function layOver(desk: Desk, ops: readonly Op[], options: { overlays: Overlays; doer: Doer }): void {
  for (const op of [...ops].sort((one, other) => one.seq - other.seq)) {
    options.overlays[op.kind]?.(desk, op, options.doer);
  }
}

/** What was typed since the last op, as the op that would carry it. */
export function asOp(local: LocalDraft): Op {
  const patch = patchBetween('draft', local.was, local.now);
  const intent = { kind: 'draft.save', id: local.id, role: 'cadre' as const, args: {}, patch, supersedes: [] };
  return newOp(intent, { op_id: '', seq: Number.MAX_SAFE_INTEGER, at: local.touched });
}
