import { expect, it } from 'vitest';
import type { Card } from '../../store/cards.ts';
import type { Unit } from '../../sync/records.ts';
import type { Task } from '../../sync/systems.ts';
import { heirsToChoose, waitingForHeir } from './heirs.ts';

const DAY = '2025-07-01';
const gone = (id: string, successors: string[]) => ({ id, name: id, parent: null, valid_from: null, valid_to: '2025-06-30', successors, predecessors: [] });
const new_ = (id: string) => ({ id, name: id, parent: null, valid_from: DAY, valid_to: null, successors: [], predecessors: [] });
const units = [gone('split', ['east', 'west']), gone('merged', ['east']), gone('ended', []), new_('east'), new_('west')] as unknown as Unit[];
const find = (id: string) => units.find((unit) => unit.id === id);
const item = (id: string, unit: string, status = 'owned', at = 1) => ({ id, unit, status, at, title: `Kênh ${id}`, number: `PA-${id}` }) as Card;
const task = (id: string, unit: string, status = 'open') => ({ id, unit, status, title: `Việc ${id}`, log: [] }) as unknown as Task;

it('asks where there are several heirs or none, and nowhere else', () => {
  expect(heirsToChoose(find, 'split', DAY)).toEqual(['east', 'west']);
  expect(heirsToChoose(find, 'ended', DAY)).toEqual([]);
  for (const unit of ['merged', 'east', null]) expect(heirsToChoose(find, unit, DAY)).toBeNull();
  expect(heirsToChoose(find, 'split', '2025-06-30')).toBeNull();
});

it('lists what is open and waits, by unit, items before tasks', () => {
  const items = [item('2', 'split', 'owned', 2), item('1', 'split', 'new', 1), item('3', 'merged'), item('4', 'split', 'confirmed'), item('5', 'ended')];
  const tasks = [task('6', 'split'), task('7', 'split', 'closed'), task('8', 'east')];
  const found = waitingForHeir({ items, tasks }, find, () => true, DAY);
  expect(found.map(({ id, heirs }) => [id, heirs.length])).toEqual([['5', 0], ['1', 2], ['2', 2], ['6', 2]]);
});

it('lists nothing of units that the clerk does not hold', () => {
  expect(waitingForHeir({ items: [item('1', 'split')], tasks: [task('2', 'split')] }, find, () => false, DAY)).toEqual([]);
});
