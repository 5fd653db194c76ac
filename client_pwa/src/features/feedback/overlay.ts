// What the ops of a feedback item look like before the office has answered: a new entry of its thread and the state
// that domain's one lifecycle table gives. Pure.
import type { Op } from '../../sync/operations.ts';
import { type Desk, type Doer, isRefused, type Overlays } from '../../sync/overlay.ts';
import { applyPatch } from '../../sync/patch.ts';
import type { Body, ThreadKind, Value } from '../../sync/records.ts';
import { fieldSpec } from '../../sync/schema.ts';

type Change = (item: Body, op: Op) => Record<string, Value>;
const NOTHING: Change = () => ({});

function entryRow(op: Op, kind: ThreadKind, doer: Doer, item: Body): Value[] {
  const { entry, text, owner, outcome, due, until, round } = op.args;
  const agency = op.role === 'agency' ? item['owner'] : null;
  const cells: Record<string, Value | undefined> = {
    id: entry, kind, at: op.at + doer.officeOffsetMs, person: doer.me, role: op.role, agency, text, owner, outcome, due: due ?? until, round,
  };
  return (fieldSpec('feedback', 'thread')?.columns ?? []).map((column) => cells[column] ?? null);
}

function withEntry(item: Body, row: Value[]): Body {
  const thread = (item['thread'] ?? []) as Value[][];
  return thread.some((entry) => entry[0] === row[0]) ? item : { ...item, thread: [...thread, row] };
}

function entry(kind: ThreadKind | ((item: Body) => ThreadKind), change: Change = NOTHING) {
  return (desk: Desk, op: Op, doer: Doer): void => {
    const item = desk.get('feedback', op.id);
    if (!item || isRefused(op)) return;
    const row = entryRow(op, typeof kind === 'function' ? kind(item) : kind, doer, item);
    desk.put('feedback', op.id, { ...withEntry(item, row), ...change(item, op) });
  };
}

function raise(desk: Desk, op: Op, doer: Doer): void {
  const before = desk.get('feedback', op.id);
  const made = { author: doer.me, role: op.role, raised: op.at + doer.officeOffsetMs, status: 'new', round: 1, number: null };
  const item = applyPatch('feedback', { ...made, ...before }, op.patch);
  desk.put('feedback', op.id, withEntry(item, entryRow(op, 'raised', doer, item)));
}

function own(item: Body, op: Op): Record<string, Value> {
  const due = op.args['due'] ?? item['due'] ?? null;
  return { status: 'owned', owner: op.args['owner'] ?? null, due, due_original: item['due_original'] ?? due };
}

function extend(item: Body, op: Op): Record<string, Value> {
  const original = item['due_original'] ?? item['due'] ?? null;
  return { due: op.args['until'] ?? null, due_original: original, asked_until: null };
}

function reopen(item: Body): Record<string, Value> {
  return { status: 'owned', outcome: null, round: Number(item['round'] ?? 1) + 1 };
}

export const feedbackOverlays: Overlays = {
  'feedback.raise': raise,
  'feedback.explain': entry('explained', () => ({ status: 'confirmed', outcome: 'settled' })),
  'feedback.own': entry((item) => (item['owner'] ? 'handed' : 'owned'), own),
  'feedback.message': entry('message'),
  'feedback.answer': entry('answered', (_, op) => ({ status: 'answered', outcome: op.args['outcome'] ?? null })),
  'feedback.confirm': entry('confirmed', () => ({ status: 'confirmed' })),
  'feedback.reopen': entry('reopened', reopen),
  'feedback.ask_extension': entry('extension_asked', (_, op) => ({ asked_until: op.args['until'] ?? null })),
  'feedback.extend': entry('extended', extend),
  'feedback.set_due': entry('due_set', (_, op) => ({ due: op.args['due'] ?? null })),
};
