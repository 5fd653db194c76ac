// When a person may be told, and what of a wish or a rule can be meant. The phone's twin of
// server/features/reminders/rules.py; both run sync/vectors/reminders.json. Pure: instants (ms since 1970) are arguments.
import { type Calendar, isWorkingDay } from '../exchange/worktime.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
// A calendar without working days must not hold a screen.
const SEARCH_DAYS_MAX = 366;
const TURN_DAYS_MAX = 90;
const TURNS_MAX = 10;
/** What an office's own sentence may name, as `{ unit }`. */
export const VARIABLES: readonly string[] = ['unit', 'day', 'number', 'period', 'time'];
const VARIABLE = /\{ ?([a-z]{1,20}) ?\}/g;
const TURN = /^[+-]?\d{1,2}$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
const ZONE = /^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/;

/** Everything that one may be reminded of, as the office knows it. */
export const OCCASIONS = [
  'visit_due', 'report_unsent', 'report_returned', 'report_waiting', 'commitment_due', 'item_unowned', 'answer_due', 'settlement_due', 'settlement_overdue',
  'settlement_escalated', 'extension_asked', 'result_to_confirm', 'invited', 'invitation_eve', 'milestone_due', 'period_close', 'phone_silent', 'storage_unkept', 'week',
] as const;
export type OccasionCode = (typeof OCCASIONS)[number];

export interface Refusal {
  code: string;
  field: string | null;
}
/** A person's hours: nothing comes from `quiet_from` to `quiet_until`; `digest`: when all that is not urgent comes. */
export interface Hours {
  zone: string;
  quiet_from: string;
  quiet_until: string;
  digest: string | null;
}

/** Why these hours cannot be meant; null when they can. */
export function checkHours(hours: Hours): Refusal | null {
  if (!isZone(hours.zone)) return { code: 'zone_unknown', field: 'zone' };
  const clocks = { quiet_from: hours.quiet_from, quiet_until: hours.quiet_until, digest: hours.digest ?? '00:00' };
  const wrong = Object.entries(clocks).find(([, clock]) => !CLOCK.test(clock));
  if (wrong) return { code: 'clock_bad', field: wrong[0] };
  if (hours.quiet_from === hours.quiet_until) return { code: 'quiet_all_day', field: 'quiet_until' };
  return hours.digest !== null && isQuiet(hours, clockMs(hours.digest)) ? { code: 'digest_in_quiet', field: 'digest' } : null;
}

/** Why these are no days on which an office reminds; none: it does not. */
export function checkTurns(text: string | null): Refusal | null {
  const days = readTurns(text);
  const sound = partsOf(text).every((part) => TURN.test(part)) && days.length <= TURNS_MAX;
  const ordered = days.every((day, at) => Math.abs(day) <= TURN_DAYS_MAX && (at === 0 || (days[at - 1] ?? 0) < day));
  return sound && ordered ? null : { code: 'turns_bad', field: 'turns' };
}

/** The days of checked turns. */
export function readTurns(text: string | null): number[] {
  return partsOf(text).map(Number);
}

function partsOf(text: string | null): string[] {
  return (text ?? '').split(/\s+/).filter((part) => part !== '');
}

/** How many days after the day it is about a turn comes; negative when before. */
export function daysOf(turn: string): number {
  return Number(/[+-]\d+$/.exec(turn)?.[0] ?? 0);
}

/** Why an office's own sentence cannot be filled in: it names what is not known here, or leaves a brace open. */
export function checkWording(text: string | null, field: string): Refusal | null {
  const known = [...(text ?? '').matchAll(VARIABLE)].every(([, name]) => VARIABLES.includes(name ?? ''));
  return known && !/[{}]/.test((text ?? '').replace(VARIABLE, '')) ? null : { code: 'wording_bad', field };
}

/** An office's own sentence with its variables filled in; what a notice lacks stays empty. */
export function fill(wording: string, values: Readonly<Record<string, string>>): string {
  return wording.replace(VARIABLE, (_whole, name: string) => values[name] ?? '');
}

/** When what becomes due at `at` may be told: never in the quiet; with `working`, on a day that the office works. */
export function nextTelling(at: number, hours: Hours, { working, urgent = false }: { working: Calendar | null; urgent?: boolean }): number {
  if (urgent || hours.digest === null) return nextAllowed(at, hours, working);
  let told = nextDigest(at, hours.zone, hours.digest);
  for (let searched = 0; searched < SEARCH_DAYS_MAX && working && !isWorkingDay(working, dayOf(wallOf(told, hours.zone))); searched += 1) {
    told = nextDigest(told + 1, hours.zone, hours.digest);
  }
  return nextAllowed(told, hours, working);
}

function nextAllowed(at: number, hours: Hours, working: Calendar | null): number {
  const until = clockMs(hours.quiet_until);
  const first = wallOf(at, hours.zone);
  let wall = first;
  if (isQuiet(hours, timeIn(wall))) wall += until - timeIn(wall) + (timeIn(wall) >= until ? DAY_MS : 0);
  for (let searched = 0; searched < SEARCH_DAYS_MAX && working && !isWorkingDay(working, dayOf(wall)); searched += 1) {
    wall += DAY_MS - timeIn(wall) + until;
  }
  return wall === first ? at : Math.max(at, instantOf(wall, hours.zone));
}

function nextDigest(at: number, zone: string, digest: string): number {
  const wall = wallOf(at, zone);
  const clock = clockMs(digest);
  return instantOf(wall - timeIn(wall) + clock + (timeIn(wall) > clock ? DAY_MS : 0), zone);
}

function isQuiet({ quiet_from, quiet_until }: Hours, time: number): boolean {
  const [begins, ends] = [clockMs(quiet_from), clockMs(quiet_until)];
  return begins < ends ? begins <= time && time < ends : time >= begins || time < ends;
}

function clockMs(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE_MS;
}

// A wall's time is counted in ms as if the wall stood in UTC.

function timeIn(wall: number): number {
  return ((wall % DAY_MS) + DAY_MS) % DAY_MS;
}

function dayOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}

const walls = new Map<string, Intl.DateTimeFormat>();

/** Whether there is such a time zone. Throws never. */
export function isZone(zone: string): boolean {
  try {
    return ZONE.test(zone) && wallOf(0, zone) !== null;
  } catch {
    return false;
  }
}

/** What a wall in that zone says at an instant. */
function wallOf(at: number, zone: string): number {
  let wall = walls.get(zone);
  if (!wall) {
    const figures = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    walls.set(zone, (wall = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...figures })));
  }
  const said = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = said;
  return Date.UTC(year, month - 1, day, hour, minute, second) + timeIn(at) % 1000;
}

/** The instant at which that wall says so. What comes twice is the first; what summer time skips is read by the clock before it. */
function instantOf(wall: number, zone: string): number {
  const [before, after] = [wall - DAY_MS, wall + DAY_MS].map((near) => wallOf(near, zone) - near) as [number, number];
  const [early, late] = [wall - before, wall - after];
  return wallOf(early, zone) !== wall && wallOf(late, zone) === wall ? late : early;
}
