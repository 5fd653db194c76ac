// What the ops of a feedback item look like before the office has answered: a new entry of its thread and the state
// that domain's one lifecycle table gives. Pure.
import type { Op } from '../../sync/operations.ts';
import { type Desk, type Doer, isRefused, type Overlay, type Overlays } from '../../sync/overlay.ts';
import { applyPatch } from '../../sync/patch.ts';
import type { Body, ThreadKind, Value } from '../../sync/records.ts';
import { fieldSpec } from '../../sync/schema.ts';

type Fields = Record<string, Value>;
/** What a step makes of the item, and what its entry says beyond the op's own words. */
type Change = (item: Body, op: Op) => { item?: Fields; entry?: Fields };

function entryRow(op: Op, said: { kind: ThreadKind; item: Body | null; entry: Fields }, doer: Doer): Value[] {
  const { entry: id = null, text = null } = op.args;
  const agency = op.role === 'agency' ? (said.item?.['owner'] ?? null) : null;
  const round = said.item?.['round'] ?? 1;
  const who = { at: op.at + doer.officeOffsetMs, person: doer.me, role: op.role, agency };
  const cells: Fields = { id, kind: said.kind, ...who, text, round, ...said.entry };
  return (fieldSpec('feedback', 'thread')?.columns ?? []).map((column) => cells[column] ?? null);
}

function withEntry(item: Body, row: Value[]): Body {
  return { ...item, thread: [...((item['thread'] ?? []) as Value[][]), row] };
}

/** Whether the thread has an entry of that id, or of that kind. */
function hasEntry(item: Body, sought: Value | undefined): boolean {
  return ((item['thread'] ?? []) as Value[][]).some(([id, kind]) => id === sought || kind === sought);
}

function step(kind: ThreadKind | ((item: Body) => ThreadKind), change: Change = () => ({})): Overlay {
  return (desk, op, doer) => {
    const before = desk.get('feedback', op.id);
    if (!before || isRefused(op) || hasEntry(before, op.args['entry'])) return;
    const { item = {}, entry = {} } = change(before, op);
    const row = entryRow(op, { kind: typeof kind === 'function' ? kind(before) : kind, item: before, entry }, doer);
    desk.put('feedback', op.id, withEntry({ ...before, ...item }, row));
  };
}

function raise(desk: Desk, op: Op, doer: Doer): void {
  const raised = op.at + doer.officeOffsetMs;
  const made = { author: doer.me, role: op.role, raised, status: 'new', round: 1, number: null };
  const item = applyPatch('feedback', { ...made, ...desk.get('feedback', op.id) }, op.patch);
  const row = entryRow(op, { kind: 'raised', item: null, entry: {} }, doer);
  desk.put('feedback', op.id, hasEntry(item, op.args['entry']) ? item : withEntry(item, row));
}

/** The date given with the first owner is the promise that later dates are measured by. */
function own(item: Body, op: Op): ReturnType<Change> {
  const { owner = null, due = null } = op.args;
  const dates: Fields = due === null ? {} : { due, ...(!hasEntry(item, 'owned') && { due_original: due }) };
  return { item: { status: 'owned', owner, asked_until: null, ...dates }, entry: { owner, due } };
}

function answer(item: Body, op: Op): ReturnType<Change> {
  const { outcome = null, document = null, entry = null } = op.args;
  const added = ((op.args['photos'] ?? []) as Value[][]).map((row) => [...row, entry]);
  const photos = added.length > 0 ? { photos: [...((item['photos'] ?? []) as Value[][]), ...added] } : {};
  return { item: { status: 'answered', outcome, asked_until: null, ...photos }, entry: { outcome, document } };
}

/** The parts are items of their own at once, of whoever raised the whole; their numbers and dates come from the office. */
function split(desk: Desk, op: Op, doer: Doer): void {
  const whole = desk.get('feedback', op.id);
  const rows = (op.args['parts'] ?? []) as Value[][];
  const ids = rows.map(([id = null]) => id);
  step('split', () => ({ item: { status: 'confirmed', outcome: 'split', parts: ids }, entry: { outcome: 'split' } }))(desk, op, doer);
  if (!whole || isRefused(op)) return;
  const { unit = null, source = null, visit = null, role = null, raised = null, author = null } = whole;
  for (const [id = null, matter = null, kind = null, theme = null, urgency = null] of rows) {
    if (desk.get('feedback', String(id))) continue;
    const part = { unit, source, visit, role, raised, author, matter, kind, theme, urgency, split_from: op.id, status: 'new', round: 1 };
    desk.put('feedback', String(id), withEntry(part, entryRow(op, { kind: 'split_off', item: null, entry: { id, text: null } }, doer)));
  }
}

function link(_: Body, op: Op): ReturnType<Change> {
  return { item: { duplicate_of: op.args['original'] ?? null, status: 'new', owner: null, asked_until: null } };
}

function reopen(item: Body): ReturnType<Change> {
  return { item: { status: 'owned', outcome: null, round: Number(item['round'] ?? 1) + 1 } };
}

function until(change: (day: Value) => Fields): Change {
  return (_, op) => {
    const day = op.args['until'] ?? op.args['due'] ?? null;
    return { item: change(day), entry: { due: day } };
  };
}

export const feedbackOverlays: Overlays = {
  'feedback.raise': raise,
  'feedback.explain': step('explained', () => ({ item: { status: 'confirmed', outcome: 'settled' }, entry: { outcome: 'settled' } })),
  'feedback.own': step((item) => (item['status'] === 'new' ? 'owned' : 'handed'), own),
  'feedback.message': step('message'),
  'feedback.answer': step('answered', answer),
  'feedback.confirm': step('confirmed', (item) => ({ item: { status: 'confirmed' }, entry: { outcome: item['outcome'] ?? null } })),
  'feedback.reopen': step('reopened', reopen),
  'feedback.ask_extension': step('extension_asked', until((day) => ({ asked_until: day }))),
  'feedback.extend': step('extended', until((day) => ({ due: day, asked_until: null }))),
  'feedback.split': split,
  'feedback.link': step('linked', link),
  'feedback.move': step('moved', (item, op) => ({ item: { unit: op.args['unit'] ?? null }, entry: { unit: item['unit'] ?? null } })),
  'feedback.unlink': step('unlinked', () => ({ item: { duplicate_of: null } })),
  'feedback.set_due': step('due_set', until((day) => ({ due: day }))),
};
