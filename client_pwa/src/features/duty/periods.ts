// The office's periods: months that end on a cut-off day, and the quarters, half-years and years made of them. The
// phone's twin of server/features/duty/periods.py; both run sync/vectors/duty.json. Pure: no clock, no store.
//
//   first day 15:   … 14/5 │ 15/5 ───── June ───── 14/6 │ 15/6 …      a month is called after the one it ends in
//   first day 1:    … 31/5 │ 1/6 ────── June ────── 30/6 │ 1/7 …
import { addDays } from '../days.ts';

/** Months from the first whole calendar month after `starts` begin on this day (above 1: of the month before). */
export interface Cutoff {
  id: string;
  first_day: number;
  starts: string;
}
export interface Span {
  key: string;
  first: string;
  last: string;
}
export type PeriodKind = 'month' | 'quarter' | 'half' | 'year';
export type Arrival = 'in_time' | 'received_after' | 'after';

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, half: 6, year: 12 };
const KEY = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$/;

function padded(number: number): string {
  return String(number).padStart(2, '0');
}

/** The month "2024-06" as a number that counts on by one a month. */
export function monthNumber(key: string): number {
  return Number(key.slice(0, 4)) * 12 + Number(key.slice(5, 7)) - 1;
}

/** The month of such a number: "2024-06". */
export function monthKey(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${padded((number % 12) + 1)}`;
}

function firstDay(cutoffs: readonly Cutoff[], day: string): number {
  const begun = cutoffs.filter(({ starts }) => starts <= day);
  const later = (one: Cutoff, other: Cutoff): Cutoff => (`${one.starts} ${one.id}` > `${other.starts} ${other.id}` ? one : other);
  return begun.length > 0 ? begun.reduce(later).first_day : 1;
}

/** The last day of the office's month, by the rule that is in force on the first day of the calendar's. */
export function monthLast(cutoffs: readonly Cutoff[], number: number): string {
  const first = firstDay(cutoffs, `${monthKey(number)}-01`);
  return first > 1 ? `${monthKey(number)}-${padded(first - 1)}` : addDays(`${monthKey(number + 1)}-01`, -1);
}

/** The first day of the office's month: months leave no gap. */
export function monthFirst(cutoffs: readonly Cutoff[], number: number): string {
  return addDays(monthLast(cutoffs, number - 1), 1);
}

/** The number of the office's month that the day lies in. */
export function monthOf(cutoffs: readonly Cutoff[], day: string): number {
  const number = monthNumber(day.slice(0, 7));
  return day <= monthLast(cutoffs, number) ? number : number + 1;
}

/** The period of a key "2024-06", "2024-Q2", "2024-H1" or "2024"; null when it is no such key. */
export function spanOf(cutoffs: readonly Cutoff[], key: string): Span | null {
  const found = KEY.exec(key);
  if (!found) return null;
  const [, year = '', month, quarter, half] = found;
  const months = month ? 1 : quarter ? 3 : half ? 6 : 12;
  const first = Number(year) * 12 + (Number(month ?? quarter ?? half ?? 1) - 1) * months;
  return { key, first: monthFirst(cutoffs, first), last: monthLast(cutoffs, first + months - 1) };
}

/** The key of the month, quarter, half-year or year that a month lies in. */
export function keyOf(kind: PeriodKind, number: number): string {
  const year = monthKey(number).slice(0, 4);
  const place = Math.floor((number % 12) / MONTHS[kind]) + 1;
  return { month: monthKey(number), quarter: `${year}-Q${place}`, half: `${year}-H${place}`, year }[kind];
}

/** How a report stands to the cut-off of its period: in time, sent off before and received after it, or sent off after. */
export function arrival(last: string, sent: { submitted: string; received: string }): Arrival {
  if (sent.received <= last) return 'in_time';
  return sent.submitted <= last ? 'received_after' : 'after';
}

/** The id of the record of a period's closing: the same from every phone. */
export function closingId(key: string): string {
  const kind = /^\d+$/.test(key.slice(5)) ? 1 : key.includes('Q') ? 2 : key.includes('H') ? 3 : 4;
  return `c1051e00-0000-8000-8000-00000${kind}${key.slice(0, 4)}${key.slice(5).replace(/[QH]/, '').padStart(2, '0')}`;
}
