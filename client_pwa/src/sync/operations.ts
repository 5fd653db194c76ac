// What a person did, from intent to sealed bytes. Sealed bytes are final: never encoded again, whatever n they get.
// Ids and time are arguments; no storage, no network.
import { settled, type Patch, type Values } from './patch.ts';
import type { Body, Role, Value } from './records.ts';
import { type KindSpec, kindSpec } from './schema.ts';
import { canonical, wasOf } from './values.ts';

/**
 * How far an op has come. intent: still editable. sealed: numbered, its bytes are final. done: the office said what
 * became of it; it stays over the records until the cursor reaches it. held: durable at the office, not applied yet.
 * refused: quarantined, needs the person.
 */
export type OpState = 'intent' | 'sealed' | 'done' | 'held' | 'refused';

export interface Sealed {
  n: number;
  inc: string;
  /**
   * Where an earlier life of the office had put it, and what it had said, when it is sent again to a new one. `told`: the
   * rows of that life hold what it wrote.
   */
  old: { epoch: string; pos: number | null; outcome: string | null; told: boolean } | null;
  /** The columns after `n`, in order. */
  cols: readonly string[];
  /** The row's JSON after `n,`, with its closing bracket. */
  bytes: string;
}

export interface Problem {
  code: string;
  details: Readonly<Record<string, unknown>>;
  /** The earlier op behind whose refusal this one stands. */
  depends: string | null;
}

/** `[entity, id, v, fields]`: what the op wrote beyond what it carried; null fields: gone for its author. */
export type Write = readonly [entity: string, id: string, v: number, fields: Body | null];

export interface Intent {
  kind: string;
  id: string;
  role: Role;
  args: Values;
  patch: Patch;
  supersedes: readonly string[];
}

export interface Op extends Intent {
  op_id: string;
  /** The order in which things were done on this phone. */
  seq: number;
  schema: number;
  at: number;
  state: OpState;
  sealed: Sealed | null;
  outcome: string | null;
  pos: number | null;
  writes: readonly Write[] | null;
  problem: Problem | null;
  /** What is left of the patch on the screen, where ops that have left the overlay said something since. */
  over?: Patch | undefined;
}

/** A new op from an intent. */
export function newOp(intent: Intent, made: { op_id: string; seq: number; at: number }): Op {
  const fresh = { schema: kindSpec(intent.kind).schema, state: 'intent' as const, sealed: null };
  return { ...intent, ...made, ...fresh, outcome: null, pos: null, writes: null, problem: null };
}

/** The name under which the records of one id stand together: draft, visit and report are one family. */
export function family(entity: string): string {
  return entity === 'draft' || entity === 'report' ? 'visit' : entity;
}

/** The keys (`family/id`) of everything that an op changes on the screen. */
export function touchedBy(op: Pick<Op, 'kind' | 'id' | 'args'>): string[] {
  const own = `${family(kindSpec(op.kind).entity)}/${op.id}`;
  const { review, parts } = op.args;
  const made = Array.isArray(parts) ? parts.map((part: readonly Value[]) => `feedback/${String(part[0])}`) : [];
  return [own, ...(typeof review === 'string' ? [`review/${review}`] : []), ...made];
}

/** Whether the office has not been reached with it yet. */
export function isUnsent(op: Pick<Op, 'state'>): boolean {
  return op.state === 'intent' || op.state === 'sealed';
}

/** What the office said of an op; of one that is sent again, or waits there, what an earlier life of it had said. */
export function saidOf(op: Pick<Op, 'state' | 'outcome' | 'sealed'>): string | null {
  return (isUnsent(op) || op.state === 'held' ? op.sealed?.old?.outcome : null) ?? op.outcome;
}

/** Whether an op counts as unsent for the person: what was submitted, decided or said, not drafts nor what was read. */
export function counts(op: Pick<Op, 'kind' | 'state'>): boolean {
  return isUnsent(op) && !/^(draft|notice)\./.test(op.kind);
}

/** An op's columns after `n` and its row's JSON. The order is fixed: common, arguments, then the patch by path. */
export async function sealedRow(op: Op): Promise<Pick<Sealed, 'cols' | 'bytes'>> {
  const cells: [string, Value][] = [
    ['op_id', op.op_id],
    ['role', op.role],
    ['at', op.at],
    ['id', op.id],
  ];
  if (op.supersedes.length) cells.push(['supersedes', op.supersedes]);
  cells.push(...argumentCells(kindSpec(op.kind), op.args), ...(await patchCells(op.patch)));
  return { cols: cells.map(([col]) => col), bytes: canonical(cells.map(([, value]) => value)).slice(1) };
}

function argumentCells(kind: KindSpec, args: Values): [string, Value][] {
  const given = kind.arguments.filter((name) => (args[name] ?? null) !== null);
  return given.map((name) => [name, settled(args[name])]);
}

async function patchCells(patch: Patch): Promise<[string, Value][]> {
  const cells: [string, Value][] = [];
  for (const path of Object.keys(patch.set).sort()) cells.push([`set.${path}`, settled(patch.set[path])]);
  for (const path of Object.keys(patch.was).sort()) {
    const seen = settled(patch.was[path]);
    if (seen !== null) cells.push([`was.${path}`, await wasOf(seen)]);
  }
  for (const name of Object.keys(patch.add).sort()) cells.push([`add.${name}`, patch.add[name] ?? []]);
  for (const name of Object.keys(patch.del).sort()) cells.push([`del.${name}`, patch.del[name] ?? []]);
  return cells;
}
