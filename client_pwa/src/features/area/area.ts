// What the page of an area counts: open matters by their age, what was promised there, which communes need it most.
// Pure: cards, records and days are arguments; what the ledger and the lists of feedback count is asked of them.
import type { Card } from '../../store/cards.ts';
import type { Visit } from '../../sync/records.ts';
import { daysBetween } from '../days.ts';
import { daysLate } from '../feedback/lists.ts';

// A matter that is linked waits for its original, and is counted there.
const SETTLED: readonly string[] = ['confirmed', 'linked'];
const names = new Intl.Collator('vi');

/** The matters of these units that nobody has settled, the oldest first. */
export function openByAge<C extends Pick<Card, 'unit' | 'status' | 'at'>>(items: readonly C[], units: ReadonlySet<string>): C[] {
  const open = items.filter(({ unit, status }) => unit !== null && units.has(unit) && !SETTLED.includes(status));
  return open.sort((one, other) => one.at - other.at);
}

/** How many calendar days ago a matter was raised. */
export function ageDays({ day }: Pick<Card, 'day'>, today: string): number {
  return day === null ? 0 : Math.max(0, daysBetween(day, today));
}

/** The visits of these units that were sent, the last one first. */
export function visitsIn<C extends Pick<Card, 'unit' | 'status' | 'day' | 'at'>>(visits: readonly C[], units: ReadonlySet<string>): C[] {
  const there = visits.filter(({ unit, status }) => unit !== null && units.has(unit) && status !== 'withdrawn');
  return there.sort((one, other) => (other.day ?? '').localeCompare(one.day ?? '') || other.at - one.at);
}

/** A commitment, and the visit on which it was given. */
export interface Given {
  id: string;
  visit: string;
  given: string | null;
  author: string | null;
  text: string;
  due: string | null;
}

/** What was promised on these visits: what has a date by that date, then the rest, the last given first. */
export function commitmentsOf(visits: readonly Pick<Visit, 'id' | 'starts' | 'author' | 'commitments'>[]): Given[] {
  const all = visits.flatMap(({ id: visit, starts, author, commitments }) =>
    commitments.map(({ id, text, due }) => ({ id, visit, given: starts, author, text: text ?? '', due: due || null })),
  );
  return all.sort((one, other) => (one.due ?? '9').localeCompare(other.due ?? '9') || (other.given ?? '').localeCompare(one.given ?? ''));
}

/** How a commune stands: its last visit, months without one, periods owed, open matters and those that are late. */
export interface Condition {
  unit: string;
  last: string | null;
  quiet: number;
  missed: number;
  open: number;
  late: number;
}
export interface Facts {
  /** The units whose history is the commune's. */
  within: (unit: string) => Iterable<string>;
  trips: readonly { unit: string; day: string }[];
  items: readonly Card[];
  /** Months in a row without one of these days, as the ledger counts them. */
  quiet: (days: readonly string[]) => number;
  /** Periods owed there whose time is over, as the ledger counts them. */
  missed: (unit: string) => number;
  name: (unit: string) => string;
  today: string;
}

/** The communes, the one that needs a person most first. */
export function worstFirst(communes: readonly string[], facts: Facts): Condition[] {
  const byName = (one: Condition, other: Condition): number => names.compare(facts.name(one.unit), facts.name(other.unit));
  return communes.map((unit) => condition(unit, facts)).sort((one, other) => worse(one, other) || byName(one, other));
}

function condition(unit: string, { within, trips, items, quiet, missed, today }: Facts): Condition {
  const units = new Set(within(unit));
  const days = trips.filter((trip) => units.has(trip.unit) && trip.day <= today).map(({ day }) => day);
  const open = openByAge(items, units);
  const last = days.reduce<string | null>((found, day) => (found === null || day > found ? day : found), null);
  return { unit, last, quiet: quiet(days), missed: missed(unit), open: open.length, late: open.filter((item) => daysLate(item, today) > 0).length };
}

function worse(one: Condition, other: Condition): number {
  return other.missed - one.missed || other.late - one.late || other.quiet - one.quiet || other.open - one.open;
}
