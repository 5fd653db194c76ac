// The office's working time: the phone's twin of server/worktime.py. Both run sync/vectors/working_time.json.
// Pure: instants (ms since 1970), civil days and the calendar are arguments; no clock, no list of holidays, no store.
import { civilDay } from '../../sync/days.ts';
import type { Urgency } from '../../sync/records.ts';
import type { Calendar as Kept } from '../../sync/systems.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
// Vietnam has kept UTC+7 without summer time since 1975.
const ZONE_MS = 7 * 3_600_000;
// A calendar under which ten years bring no working day is a mistake, and must not hold a screen.
const SEARCH_DAYS_MAX = 3_660;
const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** What is promised for one urgency: working hours to a first answer, working days to a settlement. */
export interface Promised {
  answer_hours: number;
  settle_days: number;
}

/** When the office works. `spans`: minutes after midnight; `week`: ISO weekdays, Monday is 1. */
export interface Calendar {
  spans: readonly (readonly [number, number])[];
  week: ReadonlySet<number>;
  days_off: ReadonlySet<string>;
  made_up: ReadonlySet<string>;
  promises: Readonly<Record<string, Promised>>;
}

/** What counts until the office has written its own. */
export const DEFAULT_CALENDAR: Calendar = {
  spans: [[420, 690], [810, 1020]],
  week: new Set([1, 2, 3, 4, 5]),
  days_off: new Set(),
  made_up: new Set(),
  promises: { urgent: { answer_hours: 4, settle_days: 5 }, normal: { answer_hours: 8, settle_days: 15 }, complex: { answer_hours: 16, settle_days: 30 } },
};

/** The calendar of the office's record; what a record does not say is as in the default. */
export function readCalendar(kept: Kept | null): Calendar {
  if (!kept) return DEFAULT_CALENDAR;
  const week = new Set([...(kept.week ?? '')].map(Number));
  const said = kept.clocks.map(({ id, answer_hours, settle_days }) => [id, { answer_hours, settle_days }] as const);
  return {
    spans: readSpans(kept.hours) ?? DEFAULT_CALENDAR.spans,
    week: week.size > 0 ? week : DEFAULT_CALENDAR.week,
    days_off: new Set(kept.days_off.map(({ id }) => id)),
    made_up: new Set(kept.made_up.map(({ id }) => id)),
    promises: { ...DEFAULT_CALENDAR.promises, ...Object.fromEntries(said) },
  };
}

/** The spans of `07:00-11:30 13:30-17:00`; null when they are none, empty, not in order or touch each other. */
export function readSpans(text: string | null): (readonly [number, number])[] | null {
  const spans: (readonly [number, number])[] = [];
  for (const part of (text ?? '').split(/\s+/).filter((each) => each !== '')) {
    const found = SPAN.exec(part);
    if (!found) return null;
    const [hour = 0, minute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
    spans.push([hour * 60 + minute, toHour * 60 + toMinute]);
  }
  const edges = spans.flat();
  const inOrder = edges.every((edge, at) => at === 0 || (edges[at - 1] ?? 0) < edge);
  return spans.length > 0 && inOrder && (edges.at(-1) ?? 0) <= 24 * 60 ? spans : null;
}

/** Whether the office works on that civil day. A made-up day is worked although it is a Saturday or a holiday. */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  if (calendar.made_up.has(day)) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return calendar.week.has(weekday) && !calendar.days_off.has(day);
}

/** Whether the instant lies in a span of a working day, its ends included. */
export function isWorkingTime(calendar: Calendar, at: number): boolean {
  const ms = (((at + ZONE_MS) % DAY_MS) + DAY_MS) % DAY_MS;
  return calendar.spans.some(([start, end]) => start * MINUTE_MS <= ms && ms <= end * MINUTE_MS) && isWorkingDay(calendar, civilDay(at));
}

/**
 * The instant at which so many minutes of working time have passed since `at`; never outside working time. What ends
 * with a span ends at its closing. Throws when no working day comes.
 */
export function addWorkingMinutes(calendar: Calendar, at: number, minutes: number): number {
  let left = minutes * MINUTE_MS;
  for (const [start, end] of spansFrom(calendar, at)) {
    const begin = Math.max(start, at);
    if (begin + left <= end) return begin + left;
    left -= end - begin;
  }
  throw new Error('the calendar has no working time');
}

/** How many whole minutes of working time lie between two instants; 0 when the second is not later. */
export function workingMinutesBetween(calendar: Calendar, start: number, end: number): number {
  let passed = 0;
  for (const [opens, closes] of spansFrom(calendar, start)) {
    if (opens >= end) break;
    passed += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
  }
  return Math.floor(passed / MINUTE_MS);
}

/** The civil day `count` working days after `day`, which itself is not counted. Throws when none comes. */
export function addWorkingDays(calendar: Calendar, day: string, count: number): string {
  let left = count;
  let at = Date.parse(`${day}T00:00:00Z`);
  for (let searched = 0; searched < SEARCH_DAYS_MAX; searched += 1) {
    if (left <= 0) return new Date(at).toISOString().slice(0, 10);
    at += DAY_MS;
    if (isWorkingDay(calendar, new Date(at).toISOString().slice(0, 10))) left -= 1;
  }
  throw new Error('the calendar has no working day');
}

/** The instant by which an item raised at `raised` shall have its first answer. */
export function answerDue(calendar: Calendar, raised: number, urgency: Urgency): number {
  return addWorkingMinutes(calendar, raised, (calendar.promises[urgency]?.answer_hours ?? 0) * 60);
}

/** The civil day on which an item raised on the day `raised` is due. */
export function settleDue(calendar: Calendar, raised: string, urgency: Urgency): string {
  return addWorkingDays(calendar, raised, calendar.promises[urgency]?.settle_days ?? 0);
}

/** The spans, in ms, that end at or after an instant, in order. */
function* spansFrom(calendar: Calendar, at: number): Generator<readonly [number, number]> {
  const first = Math.floor((at + ZONE_MS) / DAY_MS);
  for (let number = first; number < first + SEARCH_DAYS_MAX; number += 1) {
    const midnight = number * DAY_MS - ZONE_MS;
    if (!isWorkingDay(calendar, civilDay(midnight))) continue;
    for (const [start, end] of calendar.spans) {
      if (midnight + end * MINUTE_MS >= at) yield [midnight + start * MINUTE_MS, midnight + end * MINUTE_MS];
    }
  }
}
