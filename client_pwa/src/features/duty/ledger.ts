// The cadence ledger: which visits each post owed, which were made, excused, on leave, made good, or are open. The
// phone's twin of server/features/duty/ledger.py; both run sync/vectors/duty.json. Pure: no clock, no store.
//
// A visit is credited once: in the days of grace to the period before where that is open, else to its own, else to the
// oldest one owed that may still be made good. What is left over is an extra visit.
import { addDays, daysBetween } from '../days.ts';
import { type Cutoff, monthFirst, monthKey, monthLast, monthOf } from './periods.ts';

/** Who holds a post for less than this, or none of its last day, does not owe the period. */
const HELD_DAYS_MIN = 10;
/** How far back is counted. A phone that holds 400 days of a province has all of it. */
const HORIZON_MONTHS = 12;

/** From `starts` to `ends`, holders of `role` for these units (none: all) and those in them owe a visit a period. */
export interface Rule {
  id: string;
  role: string;
  every: number;
  starts: string;
  ends: string | null;
  units: readonly string[];
  grace: number;
  catch_up: number;
}
/** An assignment that can owe visits. */
export interface Post {
  id: string;
  person: string;
  role: string;
  unit: string;
  starts: string;
  ends: string | null;
  substitute: string | null;
}
/** A visit that counts: its first day, where, and who went (its writer and companions). */
export interface Trip {
  id: string;
  day: string;
  unit: string;
  people: readonly string[];
}
/** Days that a person is on leave, or that a post or all posts of a unit are excused. */
export interface Off {
  starts: string;
  ends: string;
  person?: string | null;
  post?: string | null;
  unit?: string | null;
  reason?: string | null;
}
export type LineState = 'done' | 'grace' | 'caught_up' | 'excused' | 'leave' | 'open';
/** One period that a post owes. `missed`: its time and grace have passed. */
export interface Line {
  first_month: string;
  last_month: string;
  first: string;
  last: string;
  rule: string;
  state: LineState;
  missed: boolean;
  visit: string | null;
  day: string | null;
}
export interface Account {
  lines: readonly Line[];
  /** Visits beyond what was owed. */
  extra: readonly string[];
}
/** Periods due = done + excused + leave + open; `missed` are the open ones whose time is over. */
export interface Sums {
  due: number;
  done: number;
  excused: number;
  leave: number;
  open: number;
  missed: number;
}
/** Everything that the ledger is made from. `above`: a unit's parent. */
export interface Book {
  rules: readonly Rule[];
  cutoffs: readonly Cutoff[];
  posts: readonly Post[];
  trips: readonly Trip[];
  leaves: readonly Off[];
  excuses: readonly Off[];
  above: (unit: string) => string | null;
}

interface Month {
  number: number;
  first: string;
  last: string;
}

/** The number of the first month that is counted: this month last year. */
export function horizon(cutoffs: readonly Cutoff[], today: string): number {
  return monthOf(cutoffs, today) - HORIZON_MONTHS;
}

/** The account of every post that owes anything or was visited, by the post's id. */
export function accounts(book: Book, today: string): Map<string, Account> {
  const months = monthsAround(book, today);
  const shared = share(book, { since: monthFirst(book.cutoffs, horizon(book.cutoffs, today)), until: today });
  const found = book.posts.map((post) => [post.id, account(book, { post, trips: shared.get(post.id) ?? [], today, months })] as const);
  return new Map(found.filter(([, { lines, extra }]) => lines.length + extra.length > 0));
}

/** Whether the period had its visit. */
export function isDone({ state }: Pick<Line, 'state'>): boolean {
  return state === 'done' || state === 'grace' || state === 'caught_up';
}

/** How many periods there are of each state. */
export function sums(lines: readonly Line[]): Sums {
  const count = (state: LineState): number => lines.filter((line) => line.state === state).length;
  const counted = { excused: count('excused'), leave: count('leave'), open: count('open') };
  return { due: lines.length, done: lines.filter(isDone).length, ...counted, missed: lines.filter(({ missed }) => missed).length };
}

/** The lines of the year that the last one falls in. */
export function latestYear(lines: readonly Line[]): Line[] {
  return lines.filter(({ last_month }) => last_month.slice(0, 4) === lines.at(-1)?.last_month.slice(0, 4));
}

/** The first period that is open and whose time is not over; null when there is none. */
export function nextOpen(lines: readonly Line[]): Line | null {
  return lines.find(({ state, missed }) => state === 'open' && !missed) ?? null;
}

/** How many periods of the latest year those who were responsible for a unit missed there. */
export function missedAt(posts: readonly Post[], found: ReadonlyMap<string, Account>, unit: string): number {
  return posts.filter((post) => post.unit === unit).reduce((count, { id }) => count + sums(latestYear(found.get(id)?.lines ?? [])).missed, 0);
}

/** The account's lines whose last day lies between two days. */
export function linesOf(lines: readonly Line[], first: string, last: string): Line[] {
  return lines.filter((line) => first <= line.last && line.last <= last);
}

/** How many months in a row, up to the last one that ended, had no visit; 0 when this month has one. */
export function quietMonths(cutoffs: readonly Cutoff[], days: readonly string[], today: string): number {
  const now = monthOf(cutoffs, today);
  const visited = new Set(days.map((day) => monthOf(cutoffs, day)));
  if (visited.has(now)) return 0;
  const floor = horizon(cutoffs, today);
  let number = now - 1;
  while (number >= floor && !visited.has(number)) number -= 1;
  return now - 1 - number;
}

// What waits to be sent counts too: the office will count it when it has it.
const COUNTED: readonly string[] = ['queued', 'sent', 'returned', 'approved'];

/**
 * The visits that count: sent, being corrected or approved, not withdrawn. An approved amendment stands in for what it
 * amends; until then it is the same trip told again. Of several of one visit, one stands in: that begun last, as phones'
 * ids tell.
 */
export function counting<V extends { id: string; status: string; amends: string | null }>(visits: readonly V[]): V[] {
  const standing = new Map<string, string>();
  for (const { id, status, amends } of visits) {
    if (amends !== null && status === 'approved' && !(id < (standing.get(amends) ?? ''))) standing.set(amends, id);
  }
  return visits.filter(({ id, status, amends }) => COUNTED.includes(status) && !standing.has(id) && (amends === null || standing.get(amends) === id));
}

/** The rule in force for a unit: the one that names the nearest of `chain` (it and those above), else the latest. */
export function ruleFor(rules: readonly Rule[], of: { role: string; chain: readonly string[]; day: string }): Rule | null {
  const { role, chain, day } = of;
  const begun = rules.filter((rule) => rule.role === role && rule.starts <= day && (rule.ends === null || day <= rule.ends));
  const fit = begun.map((rule) => ({ rule, place: nearness(rule, chain) })).filter(({ place }) => place >= 0);
  const before = (one: (typeof fit)[number], other: (typeof fit)[number]): number =>
    one.place - other.place || compare(other.rule.starts, one.rule.starts) || compare(other.rule.id, one.rule.id);
  return fit.sort(before)[0]?.rule ?? null;
}

/** The unit and those above it, nearest first. A loop ends the walk. */
export function chainOf(above: Book['above'], unit: string): string[] {
  const chain = [unit];
  for (let up = above(unit); up && !chain.includes(up); up = above(up)) chain.push(up);
  return chain;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function nearness(rule: Rule, chain: readonly string[]): number {
  return rule.units.length === 0 ? chain.length : chain.findIndex((unit) => rule.units.includes(unit));
}

function holdsOn(post: Post, day: string): boolean {
  return post.starts <= day && (post.ends === null || day <= post.ends);
}

/** Each person's part in a trip goes to one of his posts: the nearest to the place, else one he stands in for. */
function share(book: Book, { since, until }: { since: string; until: string }): Map<string, Trip[]> {
  const shared = new Map<string, Map<string, Trip>>();
  const byUnit = new Map<string, Post[]>();
  const earlier = (one: Post, other: Post): number => compare(one.starts, other.starts) || compare(one.id, other.id);
  for (const post of [...book.posts].sort(earlier)) byUnit.set(post.unit, [...(byUnit.get(post.unit) ?? []), post]);
  for (const trip of book.trips) {
    if (trip.day < since || trip.day > until) continue;
    const here = chainOf(book.above, trip.unit).flatMap((unit) => byUnit.get(unit) ?? []).filter((post) => holdsOn(post, trip.day));
    for (const person of new Set(trip.people)) {
      const chosen = here.find((post) => post.person === person) ?? here.find((post) => post.substitute === person);
      if (!chosen) continue;
      const trips = shared.get(chosen.id) ?? new Map<string, Trip>();
      shared.set(chosen.id, trips.set(trip.id, trip));
    }
  }
  const before = (one: Trip, other: Trip): number => compare(one.day, other.day) || compare(one.id, other.id);
  return new Map([...shared].map(([post, trips]) => [post, [...trips.values()].sort(before)]));
}

/** From before the horizon to after today, so that no period is cut short at either end. */
function monthsAround(book: Book, today: string): Month[] {
  const beyond = Math.max(1, ...book.rules.map(({ every }) => every));
  const first = horizon(book.cutoffs, today) - beyond;
  const count = HORIZON_MONTHS + 2 * beyond + 1;
  return Array.from({ length: count }, (_, at) => first + at).map((number) => {
    return { number, first: monthFirst(book.cutoffs, number), last: monthLast(book.cutoffs, number) };
  });
}

interface Asked {
  post: Post;
  trips: readonly Trip[];
  today: string;
  months: readonly Month[];
}

function account(book: Book, asked: Asked): Account {
  const lines = due(book, asked);
  const off = lines.map((line) => offOf(book, asked.post, line));
  const rules = new Map(book.rules.map((rule) => [rule.id, rule]));
  const extra: string[] = [];
  const there = new Set<string>();
  for (const trip of asked.trips) {
    // Two reports of one joint trip: whoever went along and wrote his own was there once.
    const again = there.has(`${trip.day} ${trip.unit}`);
    there.add(`${trip.day} ${trip.unit}`);
    const place = again ? null : placeOf(lines, { off, rules, day: trip.day });
    const line = place && lines[place.at];
    if (!place || !line) extra.push(trip.id);
    else lines[place.at] = { ...line, state: place.state, visit: trip.id, day: trip.day };
  }
  return { lines: lines.map((line, at) => closed(line, off[at] ?? null, { rules, today: asked.today })), extra };
}

type Rules = ReadonlyMap<string, Rule>;

/** Which line a visit on that day is credited to, and as what. */
function placeOf(
  lines: readonly Line[],
  from: { off: readonly (LineState | null)[]; rules: Rules; day: string },
): { at: number; state: LineState } | null {
  const { off, rules, day } = from;
  const ruleAt = (at: number): Rule | undefined => rules.get(lines[at]?.rule ?? '');
  const owed = [...lines.keys()].filter((at) => lines[at]?.state === 'open' && !off[at] && (lines[at]?.last ?? '') < day);
  const late = owed.find((at) => day <= addDays(lines[at]?.last ?? '', ruleAt(at)?.grace ?? 0));
  if (late !== undefined) return { at: late, state: 'grace' };
  const own = lines.findIndex((line) => line.first <= day && day <= line.last && line.state === 'open');
  if (own >= 0) return { at: own, state: 'done' };
  const now = lines.filter(({ first }) => first <= day).length - 1;
  const good = owed.find((at) => now - at <= (ruleAt(at)?.catch_up ?? 0));
  return good === undefined ? null : { at: good, state: 'caught_up' };
}

function closed(line: Line, off: LineState | null, by: { rules: Rules; today: string }): Line {
  if (isDone(line)) return line;
  if (off) return { ...line, state: off };
  return { ...line, missed: by.today > addDays(line.last, by.rules.get(line.rule)?.grace ?? 0) };
}

/** The periods that the post owes, from the horizon to the one that today lies in. */
function due(book: Book, { post, today, months }: Asked): Line[] {
  const chain = chainOf(book.above, post.unit);
  const floor = horizon(book.cutoffs, today);
  const groups: { of: string; rule: Rule; months: Month[] }[] = [];
  for (const month of months) {
    const rule = ruleFor(book.rules, { role: post.role, chain, day: month.last });
    if (!rule) continue;
    const of = `${rule.id} ${bucket(rule, book.cutoffs, month.number)}`;
    const group = groups.at(-1);
    if (group?.of === of && group.months.at(-1)?.number === month.number - 1) group.months.push(month);
    else groups.push({ of, rule, months: [month] });
  }
  return groups.flatMap(({ rule, months: own }) => owed(post, { rule, months: own, floor, today }));
}

/** Periods of 1, 2, 3, 4, 6 and 12 months lie in the year; others are counted from the rule's first month. */
function bucket(rule: Rule, cutoffs: readonly Cutoff[], number: number): number {
  const from = 12 % rule.every === 0 ? 0 : monthOf(cutoffs, rule.starts);
  return Math.floor((number - from) / rule.every);
}

/** The line of a group of months under one rule, if it has begun since the horizon and the post owes it. */
function owed(post: Post, group: { rule: Rule; months: readonly Month[]; floor: number; today: string }): Line[] {
  const [begins, ends] = [group.months[0], group.months.at(-1)];
  if (!begins || !ends || begins.number < group.floor || begins.first > group.today) return [];
  const [first, last] = [begins.first, ends.last];
  const held = days(first > post.starts ? first : post.starts, last);
  if (!holdsOn(post, last) || held < Math.min(HELD_DAYS_MIN, days(first, last))) return [];
  const named = { first_month: monthKey(begins.number), last_month: monthKey(ends.number), first, last, rule: group.rule.id };
  return [{ ...named, state: 'open', missed: false, visit: null, day: null }];
}

/** Why at least half of the days held need no visit: `excused`, `leave` (with excused days), or null. */
function offOf(book: Book, post: Post, line: Line): 'excused' | 'leave' | null {
  const first = line.first > post.starts ? line.first : post.starts;
  const half = days(first, line.last);
  const excuses = excusesOf(book, post);
  const leaves = book.leaves.filter(({ person }) => person === post.person);
  if (2 * covered(excuses, first, line.last) >= half) return 'excused';
  return leaves.length > 0 && 2 * covered([...excuses, ...leaves], first, line.last) >= half ? 'leave' : null;
}

/** The excuses that hold for a post: its own, and those of its unit and the units above. */
export function excusesOf(book: Pick<Book, 'excuses' | 'above'>, post: Post): Off[] {
  const chain = chainOf(book.above, post.unit);
  return book.excuses.filter((off) => off.post === post.id || (!!off.unit && chain.includes(off.unit)));
}

/** How many days of a span lie in any of these; a day counts once. */
function covered(offs: readonly Off[], first: string, last: string): number {
  let [total, upto] = [0, ''];
  for (const off of [...offs].sort((one, other) => compare(one.starts, other.starts) || compare(one.ends, other.ends))) {
    const starts = off.starts > first ? off.starts : first;
    const begins = upto !== '' && starts <= upto ? addDays(upto, 1) : starts;
    const ends = off.ends < last ? off.ends : last;
    if (begins > ends) continue;
    total += days(begins, ends);
    upto = ends;
  }
  return total;
}

/** The days from one to another, both counted; 0 when they are out of order. */
function days(first: string, last: string): number {
  return Math.max(0, daysBetween(first, last) + 1);
}
