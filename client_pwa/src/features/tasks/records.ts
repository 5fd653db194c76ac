// A difficult task out of its record, as rules need it. Pure: the day is an argument.
import { civilDay } from '../../sync/days.ts';
import type { Task, TaskEntry } from '../../sync/systems.ts';
import type { Measure } from '../measures/rules.ts';
import { type Due, type Goal, leastPercent, type Point, type Standing, standings, standsTo } from './rules.ts';

/** Whose a task is: a person's or an agency's id. */
export function ownerOf({ owner, agency }: Task): string {
  return owner ?? agency ?? '';
}

export function goalsOf(task: Task): Goal[] {
  return task.goals.map(({ target_e3, comparator, baseline_e3, ...goal }) => ({ ...goal, target: { value: target_e3, comparator }, baseline: baseline_e3 }));
}

/** The points that stand: what was struck out is not among them. */
export function pointsOf(task: Task): Point[] {
  const struck = new Set(task.log.filter(({ kind }) => kind === 'struck').map(({ about }) => about));
  return task.points
    .filter(({ id }) => !struck.has(id))
    .map(({ id, goal, day, value_e3, comparator, at }) => ({ id, goal, day, at, value: { value: value_e3, comparator } }));
}

/** What was said last of a milestone: that it was reached, or that it was not after all; null of none. */
export function reachedOf(task: Task, milestone: string): TaskEntry | null {
  const said = task.log.filter(({ kind, about }) => about === milestone && (kind === 'reached' || kind === 'unreached')).at(-1);
  return said?.kind === 'reached' ? said : null;
}

export interface Told {
  task: Task;
  standings: Standing[];
  percent: Measure | null;
  deadline: Due;
}

/** How far a task is as of a day. */
export function toldOn(task: Task, today: string): Told {
  const found = standings(goalsOf(task), pointsOf(task), today);
  const closed = task.status === 'closed' ? task.log.filter(({ kind }) => kind === 'closed').at(-1) : undefined;
  return { task, standings: found, percent: leastPercent(found), deadline: standsTo(task.ends, closed ? civilDay(closed.at) : null, today) };
}
