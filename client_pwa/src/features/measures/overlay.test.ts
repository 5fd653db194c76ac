import { expect, it } from 'vitest';
import { newOp, type Op } from '../../sync/operations.ts';
import { layOver, MapDesk } from '../../sync/overlay.ts';
import { NO_PATCH } from '../../sync/patch.ts';
import type { Value } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import { measureOverlays } from './overlay.ts';

const FRAME = { title: 'Xóa nhà tạm', unit: 'u', owner: 'p', starts: '2024-01-01', ends: '2024-09-30', goals: [['g', 'Nhà', 'nhà', 9000, 'eq', null, 'higher']] };
let seq = 0;

function op(kind: string, args: Record<string, Value>, more: Partial<Op> = {}): Op {
  seq += 1;
  const intent = { kind, id: 't', role: 'clerk' as const, args: { entry: `e${seq}`, ...args }, patch: NO_PATCH, supersedes: [] };
  return { ...newOp(intent, { op_id: `o${seq}`, seq, at: 1000 + seq }), ...more };
}

function shown(...ops: Op[]) {
  const desk = new MapDesk();
  layOver(desk, ops, { overlays: measureOverlays, doer: { me: 'me', officeOffsetMs: 0 } });
  const body = desk.get('task', 't');
  return body && toRecord('task', 't', body);
}

it('shows a task that waits with what was told of it', () => {
  const given = op('task.set', { ...FRAME, round: 0 });
  const point = op('task.progress', { goal: 'g', day: '2024-05-22', value_e3: 4000, comparator: 'gt' });
  const task = shown(given, point, op('task.strike', { point: point.args['entry'] ?? '', text: 'nhầm' }));
  expect(task).toMatchObject({ title: 'Xóa nhà tạm', status: 'open', round: 1, ends_original: '2024-09-30', by: 'me' });
  expect(task?.points).toMatchObject([{ goal: 'g', value_e3: 4000, comparator: 'gt', person: 'me' }]);
  expect(task?.log.map(({ kind, about }) => [kind, about])).toEqual([['set', null], ['struck', point.args['entry']]]);
});

it('keeps the first deadline and counts each step of the frame', () => {
  const task = shown(op('task.set', { ...FRAME, round: 0 }), op('task.extend', { round: 1, until: '2024-11-30', text: 'mưa' }), op('task.close', { round: 2 }));
  expect(task).toMatchObject({ ends: '2024-11-30', ends_original: '2024-09-30', status: 'closed', round: 3 });
});

it('shows nothing of what was refused', () => {
  const refused = op('task.close', { round: 1 }, { state: 'refused' });
  expect(shown(op('task.set', { ...FRAME, round: 0 }), refused)?.status).toBe('open');
});

it('shows a task at once in the unit that takes it, and where it came from', () => {
  const task = shown(op('task.set', { ...FRAME, round: 0 }), op('task.move', { unit: 'east', text: 'ở phía đông' }));
  expect(task).toMatchObject({ unit: 'east', round: 1 });
  expect(task?.log.at(-1)).toMatchObject({ kind: 'moved', unit: 'u', text: 'ở phía đông' });
});

it('ties a visit once', () => {
  const tie = () => op('task.tie', { visit: 'v' });
  expect(shown(op('task.set', { ...FRAME, round: 0 }), tie(), tie())?.visits).toEqual(['v']);
});
