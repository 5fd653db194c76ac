// What makes a sound difficult task, which step it takes when, and how far it is. The phone's twin of
// server/features/tasks/rules.py; both run sync/vectors/tasks.json. Pure: no clock, no store.
import type { Role, Value } from '../../sync/records.ts';
import { daysBetween } from '../days.ts';
import { averageE1, COMPARATORS, type Direction, type Measure, shareOfWay, VALUE_E3_MAX, type Verdict, verdict } from '../measures/rules.ts';

/** Who gives tasks, moves their deadlines and ends them. */
export const GIVER_ROLES: readonly Role[] = ['clerk', 'supervisor', 'leader'];
/** Who tells how a task of his area goes; its owner and the owning agency's desk do too. */
export const TELLER_ROLES: readonly Role[] = ['cadre', 'contact', 'leader', 'clerk', 'supervisor'];
export const GOALS_MAX = 6;
export const MILESTONES_MAX = 20;

export type TaskStep = 'set' | 'extend' | 'close' | 'drop' | 'reopen';
export const STEPS: Readonly<Record<TaskStep, readonly string[]>> = {
  set: ['open'],
  extend: ['open'],
  close: ['open'],
  drop: ['open'],
  reopen: ['closed', 'dropped'],
};
/** Steps that need to say why. */
export const REASONED: readonly string[] = ['extend', 'drop', 'reopen', 'strike'];

export interface Refusal {
  code: string;
  field: string | null;
}
export interface Goal {
  id: string;
  text: string;
  measure: string;
  target: Measure;
  /** What it was at the beginning, in thousandths. */
  baseline: number | null;
  direction: Direction;
}
export interface Milestone {
  id: string;
  text: string;
  due: string;
}
export interface Point {
  id: string;
  goal: string;
  day: string;
  value: Measure;
  at: number;
}
export interface Standing {
  goal: string;
  point: Point | null;
  /** Tenths of a percent of the way. */
  percent: Measure | null;
  verdict: Verdict | null;
}
export interface Due {
  state: 'done' | 'late' | 'open' | 'overdue';
  days: number;
}

function refusal(code: string, field: string | null = null): Refusal {
  return { code, field };
}

function said(fields: Readonly<Record<string, Value>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** Whether a task can be kept: a title, a place, one owner, a span of days and at least one aim. */
export function checkTask(fields: Readonly<Record<string, Value>>, goals: readonly Goal[], milestones: readonly Milestone[]): Refusal | null {
  const missing = ['title', 'unit', 'starts', 'ends'].find((name) => !said(fields, name));
  if (missing) return refusal('missing', missing);
  if (!said(fields, 'owner') === !said(fields, 'agency')) return refusal('missing', 'owner');
  if (said(fields, 'ends') < said(fields, 'starts')) return refusal('end_before_start', 'ends');
  if (goals.length === 0) return refusal('missing', 'goals');
  if (goals.length > GOALS_MAX) return refusal('too_many', 'goals');
  if (milestones.length > MILESTONES_MAX) return refusal('too_many', 'milestones');
  if (milestones.some(({ text, due }) => !text.trim() || !due)) return refusal('missing', 'milestones');
  return goals.map(checkGoal).find((refused) => refused !== null) ?? null;
}

/** Whether a point can be kept: of one of the task's aims, on a day that has come, in bounds. */
export function checkPoint(goals: readonly string[], point: Omit<Point, 'id' | 'at'>, today: string): Refusal | null {
  if (!goals.includes(point.goal)) return refusal('unknown_code', 'goal');
  if (point.day > today) return refusal('date_in_future', 'day');
  return checkMeasure(point.value, 'value_e3', 'comparator');
}

/** Whether a task takes a step. `read`: how often it had changed when its author saw it; `current`: by now. */
export function checkStep(step: TaskStep, of: { status: string; current: number; read: number; text: string | null }): Refusal | null {
  if (of.read !== of.current || !STEPS[step].includes(of.status)) return refusal('stale');
  return REASONED.includes(step) && !of.text?.trim() ? refusal('reason_required', 'text') : null;
}

/** How far each aim is as of the end of a day: by its last point, never by their sum. */
export function standings(goals: readonly Goal[], points: readonly Point[], asOf: string): Standing[] {
  return goals.map((goal) => standing(goal, points.filter((each) => each.goal === goal.id && each.day <= asOf)));
}

/**
 * The percent of the aim that is furthest behind. null while nothing was measured, or where no aim has one. Once
 * something was measured, an aim that nobody told of has nothing reached: it must not look done.
 */
export function leastPercent(found: readonly Standing[]): Measure | null {
  if (found.every(({ point }) => point === null)) return null;
  const told = found.flatMap(({ point, percent }) => (point ? (percent ?? []) : [{ value: 0, comparator: 'eq' } satisfies Measure]));
  return told.reduce<Measure | null>((least, each) => (least === null || each.value < least.value ? each : least), null);
}

/** How something due on a day stands: done by then or late, else open or overdue; whole days. */
export function standsTo(due: string, done: string | null, asOf: string): Due {
  const isDone = done !== null && done <= asOf;
  const days = Math.max(0, daysBetween(due, isDone ? done : asOf));
  if (isDone) return { state: days > 0 ? 'late' : 'done', days };
  return { state: days > 0 ? 'overdue' : 'open', days };
}

/** How many tasks each owner has on average, in tenths; one entry of `owners` a task. */
export function tasksEach(owners: readonly string[]): number | null {
  return averageE1(owners.length, new Set(owners).size);
}

function isAfter(one: Point, other: Point): boolean {
  if (one.day !== other.day) return one.day > other.day;
  return one.at === other.at ? one.id > other.id : one.at > other.at;
}

function standing(goal: Goal, points: readonly Point[]): Standing {
  const last = points.reduce<Point | null>((latest, each) => (latest === null || isAfter(each, latest) ? each : latest), null);
  if (!last) return { goal: goal.id, point: null, percent: null, verdict: null };
  const percent = shareOfWay(last.value, goal.target, goal.baseline);
  return { goal: goal.id, point: last, percent, verdict: verdict(last.value, goal.target, goal.direction) };
}

function checkGoal(goal: Goal): Refusal | null {
  if (!goal.text.trim() || !goal.measure.trim()) return refusal('missing', 'goals');
  if (goal.direction !== 'higher' && goal.direction !== 'lower') return refusal('unknown_code', 'goals');
  if (goal.baseline !== null && !inBounds(goal.baseline)) return refusal('out_of_range', 'goals');
  return checkMeasure(goal.target, 'goals', 'goals');
}

function inBounds(value: number): boolean {
  return 0 <= value && value <= VALUE_E3_MAX;
}

function checkMeasure({ value, comparator }: Measure, valueField: string, comparatorField: string): Refusal | null {
  if (!COMPARATORS.includes(comparator)) return refusal('unknown_code', comparatorField);
  return inBounds(value) ? null : refusal('out_of_range', valueField);
}
