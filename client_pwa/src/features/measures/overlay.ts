// What ops of tasks and indicators look like before the office has answered. Pure, and small: every start has it.
import { isRefused, type Desk, type Doer, type Overlay, type Overlays } from '../../sync/overlay.ts';
import type { Op } from '../../sync/operations.ts';
import type { Body, Value } from '../../sync/records.ts';
import { fieldSpec, kindSpec } from '../../sync/schema.ts';

type Cells = Record<string, Value>;

/** An instrument as it was written, whole. */
function put(entity: string): Overlay {
  return (desk, op, doer) => {
    if (!isRefused(op)) desk.put(entity, op.id, { ...saidIn(op), by: doer.me, at: atOf(op, doer) } as Body);
  };
}

export function saidIn({ kind, args }: Op): Cells {
  return Object.fromEntries(kindSpec(kind).arguments.map((name) => [name, args[name] ?? null]));
}

function atOf(op: Op, { officeOffsetMs }: Doer): number {
  return op.at + officeOffsetMs;
}

/** The list with one child more. */
export function grown(before: Body, list: 'points' | 'log', cells: Cells, entity = 'task'): Value {
  const row = (fieldSpec(entity, list)?.columns ?? []).map((column) => cells[column] ?? null);
  return [...((before[list] ?? []) as Value[]), row];
}

export function signed(op: Op, doer: Doer): Cells {
  return { ...saidIn(op), id: op.args['entry'] ?? null, at: atOf(op, doer), person: doer.me, role: op.role };
}

type Step = (before: Body, op: Op, signature: Cells) => Body;

export function step(make: Step, entity = 'task'): Overlay {
  return (desk: Desk, op, doer) => {
    const before = desk.get(entity, op.id);
    if (before && !isRefused(op)) desk.put(entity, op.id, { ...before, ...make(before, op, signed(op, doer)) });
  };
}

/** A step of the frame: its entry, its fields, and the round one further. */
function moved(kind: string, fields: (op: Op) => Body): Step {
  return (before, op, cells) => ({
    ...fields(op),
    round: Number(before['round'] ?? 0) + 1,
    log: grown(before, 'log', { ...cells, kind, due: op.args['until'] ?? null }),
  });
}

const set: Overlay = (desk, op, doer) => {
  if (isRefused(op)) return;
  const before = desk.get('task', op.id) ?? { ends_original: op.args['ends'] ?? null, by: doer.me };
  const { entry: _entry, round: _round, ...fields } = saidIn(op);
  const kind = before['status'] ? 'changed' : 'set';
  desk.put('task', op.id, { ...before, ...fields, status: 'open', ...moved(kind, () => ({}))(before, op, signed(op, doer)) });
};

export const measureOverlays: Overlays = {
  'task.set': set,
  'task.extend': step(moved('extended', ({ args }) => ({ ends: args['until'] ?? null }))),
  'task.close': step(moved('closed', () => ({ status: 'closed' }))),
  'task.drop': step(moved('dropped', () => ({ status: 'dropped' }))),
  'task.reopen': step(moved('reopened', () => ({ status: 'open' }))),
  'task.progress': step((before, _op, cells) => ({ points: grown(before, 'points', cells) })),
  'task.strike': step((before, op, cells) => ({ log: grown(before, 'log', { ...cells, kind: 'struck', about: op.args['point'] ?? null }) })),
  'task.reach': step((before, op, cells) => ({
    log: grown(before, 'log', { ...cells, kind: op.args['day'] ? 'reached' : 'unreached', about: op.args['milestone'] ?? null }),
  })),
  // Who read the task before it moved has read its frame: the round stays.
  'task.move': step((before, op, cells) => ({ unit: op.args['unit'] ?? null, log: grown(before, 'log', { ...cells, kind: 'moved', unit: before['unit'] ?? null }) })),
  'task.tie': step((before, op) => ({ visits: [...new Set([...((before['visits'] ?? []) as string[]), String(op.args['visit'])])] })),
  'indicator.set': put('indicator'),
  'target.set': put('target'),
  'progress.set': put('progress'),
};
