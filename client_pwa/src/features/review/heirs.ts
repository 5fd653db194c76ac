// What waits until a clerk says which unit takes it: open items and tasks of units that were divided or abolished. Pure:
// cards, tasks, the tree and the office's day are arguments.
import type { Card } from '../../store/cards.ts';
import type { Unit } from '../../sync/records.ts';
import type { Task } from '../../sync/systems.ts';
import { placeOn } from '../units/lineage.ts';
import type { Movable } from './move.ts';

export interface Waiting {
  what: Movable;
  id: string;
  /** The item's matter, the task's title; null of a count. */
  title: string | null;
  number: string | null;
  /** The unit that is no more. */
  unit: string;
  /** The units that it can go to; none: any that stands. */
  heirs: readonly string[];
}

type Find = (id: string) => Unit | undefined;

/** The heirs among which must be chosen; null when the unit stands, or has one heir to whom all goes by itself. */
export function heirsToChoose(find: Find, unit: string | null, day: string): readonly string[] | null {
  if (!unit) return null;
  const { verdict, units } = placeOn(find, unit, day);
  return verdict === 'divided' || verdict === 'abolished' ? units : null;
}

/** Everything that waits, of the units that the clerk holds: by unit, items before tasks, the oldest first. */
export function waitingForHeir(all: { items: readonly Card[]; tasks: readonly Task[] }, find: Find, holds: (unit: string) => boolean, day: string): Waiting[] {
  const items = all.items.filter(({ status }) => status !== 'confirmed').map(({ id, title, number, unit, at }) => ({ what: 'feedback' as const, id, title, number, unit, at }));
  const tasks = all.tasks.filter(({ status }) => status === 'open').map(({ id, title, unit, log }) => ({ what: 'task' as const, id, title, number: null, unit, at: log[0]?.at ?? 0 }));
  const found = [...items, ...tasks].flatMap(({ at, unit, ...one }) => {
    const heirs = heirsToChoose(find, unit, day);
    return heirs && unit && holds(unit) ? [{ at, row: { ...one, unit, heirs } }] : [];
  });
  const name = (unit: string) => find(unit)?.name ?? '';
  found.sort((one, other) => NAMES.compare(name(one.row.unit), name(other.row.unit)) || one.row.what.localeCompare(other.row.what) || one.at - other.at);
  return found.map(({ row }) => row);
}

const NAMES = new Intl.Collator('vi');
