// What became of the matters of an agency or a unit: the phone's twin of server/features/feedback/accounts.py. Both run
// sync/vectors/feedback_accounts.json. Pure: days and threads are arguments; no store, no clock, no screen text.
import { daysBetween } from '../days.ts';
import { ESCALATED_AFTER_DAYS } from '../feedback/lists.ts';
import { category, type Entry, percent, type Standing, standing } from './figures.ts';

/** What ends a matter: from raising to that, so many days. */
const CLOSING: readonly string[] = ['confirmed', 'closed_with', 'listed'];

/** An item with its thread. `raised`: the civil day, of what it was split off where it was. */
export interface Matter {
  unit: string;
  raised: string;
  thread: readonly Entry[];
}

/** The matters of one agency or unit (`key`; null: of all) as of a day. Days are calendar days. */
export interface Account {
  key: string | null;
  received: number;
  explained: number;
  forwarded: number;
  /** Open, and the agency has said nothing yet. */
  unanswered: number;
  /** From raising to confirmation. */
  median_days: number | null;
  /** The age of the oldest open one. */
  oldest_days: number | null;
  /** Of those answered or past their date. */
  on_time_percent: number | null;
  overdue: number;
  escalated: number;
  /** Of those ever answered. */
  reopened_percent: number | null;
}

interface Course {
  state: Standing;
  age: number;
  late: number;
  explained: boolean;
  forwarded: boolean;
  answered: boolean;
  on_time: boolean;
  closed_after: number | null;
}

/** Days past its date for what still wants an answer; 0 for anything else. */
export function lateDays(state: Standing, asOf: string): number {
  const wants = (state.status === 'new' || state.status === 'owned') && !state.linked;
  return wants && state.due ? Math.max(0, daysBetween(state.due, asOf)) : 0;
}

/** Whether a matter so late goes up a level: derived, never a state. */
export function isEscalated(late: number): boolean {
  return late >= ESCALATED_AFTER_DAYS;
}

/** The account of these matters as of the end of that civil day. */
export function account(matters: readonly Matter[], asOf: string, key: string | null = null): Account {
  const courses = matters.map((matter) => courseOf(matter, asOf)).filter((course) => course !== null);
  const count = (is: (course: Course) => boolean): number => courses.filter(is).length;
  const due = courses.filter(({ answered, late }) => answered || late > 0);
  const answered = courses.filter((course) => course.answered || course.state.reopened);
  const ages = courses.filter(({ state }) => state.status !== 'confirmed').map(({ age }) => age);
  return {
    key,
    received: courses.length,
    explained: count(({ explained }) => explained),
    forwarded: count(({ forwarded }) => forwarded),
    unanswered: count(isUnanswered),
    median_days: median(courses.map(({ closed_after }) => closed_after).filter((days) => days !== null)),
    oldest_days: ages.length > 0 ? Math.max(...ages) : null,
    on_time_percent: percent(due.filter(({ on_time }) => on_time).length, due.length),
    overdue: count(({ late }) => late > 0),
    escalated: count(({ late }) => isEscalated(late)),
    reopened_percent: percent(answered.filter(({ state }) => state.reopened).length, answered.length),
  };
}

/** An account of each agency that owned a matter on that day, or of each unit, in the order of their ids. */
export function accounts(matters: readonly Matter[], asOf: string, by: 'agency' | 'unit'): Account[] {
  const groups = new Map<string, Matter[]>();
  for (const matter of matters) {
    const key = by === 'unit' ? matter.unit : standing(matter.thread, asOf).owner;
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), matter]);
  }
  const keys = [...groups.keys()].sort();
  return keys.map((key) => account(groups.get(key) ?? [], asOf, key)).filter(({ received }) => received > 0);
}

function courseOf(matter: Matter, asOf: string): Course | null {
  const state = standing(matter.thread, asOf);
  if (category(state, asOf) === null) return null;
  const said = matter.thread.filter((entry) => entry.day <= asOf);
  const at = lastAnswer(said);
  const due = at === null ? null : standing(said.slice(0, at + 1), asOf).due;
  const closing = [...said].reverse().find(({ kind }) => CLOSING.includes(kind));
  const explained = said.some(({ kind }) => kind === 'explained');
  return {
    state,
    age: daysBetween(matter.raised, asOf),
    late: lateDays(state, asOf),
    explained,
    forwarded: said.some(({ owner }) => owner != null),
    answered: at !== null,
    on_time: at !== null && (due === null || (said[at]?.day ?? '') <= due),
    closed_after: state.status === 'confirmed' && closing ? daysBetween(matter.raised, closing.day) : null,
  };
}

/** The place of the answer that stands; null where there is none, or it was reopened. */
function lastAnswer(said: readonly Entry[]): number | null {
  const at = said.map(({ kind }) => kind === 'answered' || kind === 'reopened').lastIndexOf(true);
  return said[at]?.kind === 'answered' ? at : null;
}

function isUnanswered({ state }: Course): boolean {
  return (state.status === 'new' || state.status === 'owned') && !state.heard && !state.linked;
}

function median(values: readonly number[]): number | null {
  const ordered = [...values].sort((one, other) => one - other);
  const middle = Math.floor(ordered.length / 2);
  if (ordered.length === 0) return null;
  return ordered.length % 2 ? (ordered[middle] ?? null) : ((ordered[middle - 1] ?? 0) + (ordered[middle] ?? 0)) / 2;
}
