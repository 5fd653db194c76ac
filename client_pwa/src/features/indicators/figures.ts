// What indicators come to: plan beside actual, percents, shares, sums over units, ratios and nets. The phone's twin of
// server/features/indicators/figures.py; both run sync/vectors/indicators.json. Pure.
import { addDays, daysBetween } from '../days.ts';
import { type Direction, difference, type Measure, percent, shareOfWay, sumOf, type Verdict, verdict } from '../measures/rules.ts';

/** What is counted. `formula`: sum, ratio, net or balance of `parts`; empty when it is counted. */
export interface Indicator {
  id: string;
  direction: Direction;
  cumulative: boolean;
  adds_up: boolean;
  formula: string;
  parts: readonly string[];
  categories: readonly string[];
}
/** One plan or figure: of a unit and category, for the days from `first` to `last`. `at` orders two of one span. */
export interface Entry {
  id: string;
  indicator: string;
  unit: string;
  category: string | null;
  first: string;
  last: string;
  value: Measure;
  estimated: boolean;
  at: number;
}
/** What entries come to, the days that they cover, and how many units said something. */
export interface Figure {
  value: Measure;
  estimated: boolean;
  first: string;
  last: string;
  units: number;
}
/** A category's figures, or the total's (null). `periods_differ`: two spans stand beside each other. */
export interface Cell {
  category: string | null;
  plan: Figure | null;
  actual: Figure | null;
  percent: Measure | null;
  verdict: Verdict | null;
  share: Measure | null;
  periods_differ: boolean;
}
export interface Row {
  indicator: string;
  total: Cell;
  categories: Cell[];
}
export interface Span {
  first: string;
  last: string;
}
type Filed = ReadonlyMap<string, readonly Entry[]>;
/** All that a table is made from. `below`: the units directly under a unit; `before`: those that it alone follows. */
export interface Book {
  indicators: ReadonlyMap<string, Indicator>;
  below: (unit: string) => readonly string[];
  before: (unit: string) => readonly string[];
  plans: Filed;
  figures: Filed;
}
type Found = Figure | null;
type Make = (indicator: Indicator, entries: readonly Entry[], span: Span) => Found;

/** Before anything was counted. */
const BEGINNING = '0001-01-01';
/** Tenths of a percent in thousandths of a percent. */
const TENTH_E3 = 100;

function keyOf(indicator: string, category: string | null, unit: string): string {
  return `${indicator}/${category ?? ''}/${unit}`;
}

/** Entries by their indicator, category and unit. */
export function filed(entries: Iterable<Entry>): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const each of entries) {
    const key = keyOf(each.indicator, each.category, each.unit);
    const there = found.get(key);
    if (there) there.push(each);
    else found.set(key, [each]);
  }
  return found;
}

function blank(category: string | null): Cell {
  return { category, plan: null, actual: null, percent: null, verdict: null, share: null, periods_differ: false };
}

/** An indicator's row of a unit's table for a span of days. */
export function rowOf(book: Book, indicator: Indicator, unit: string, span: Span): Row {
  if (indicator.formula) return computed(book, indicator, unit, span);
  const cells = indicator.categories.map((category) => cellOf(book, { indicator, category, unit, span }));
  const own = cellOf(book, { indicator, category: null, unit, span });
  const plan = total(indicator.adds_up, cells.map((each) => each.plan)) ?? own.plan;
  const actual = total(indicator.adds_up, cells.map((each) => each.actual)) ?? own.actual;
  const all = judged(indicator, { ...blank(null), plan, actual });
  return { indicator: indicator.id, total: all, categories: cells.map((each) => shared(each, all)) };
}

/** What the entries within a span come to. Sums never count a day twice: the longest span goes first. */
export const actualOf: Make = (indicator, entries, span) => {
  const inside = entries.filter((each) => span.first <= each.first && each.last <= span.last);
  return figure(indicator.cumulative ? apart(inside) : latest(inside));
};

/** The plan for a span: the shortest that holds all of it, else what those within it come to. */
export const planOf: Make = (indicator, plans, span) => {
  const around = plans.filter((each) => each.first <= span.first && span.last <= each.last);
  if (around.length === 0) return actualOf(indicator, plans, span);
  return figure([...around].sort((one, other) => days(one) - days(other) || newestFirst(one, other)).slice(0, 1));
};

function cellOf(book: Book, of: { indicator: Indicator; category: string | null; unit: string; span: Span }): Cell {
  const { indicator, category, unit, span } = of;
  const read = (entries: Filed, make: Make, flows: boolean): Found => {
    const one = (place: string, within: Span): Found => make(indicator, entries.get(keyOf(indicator.id, category, place)) ?? [], within);
    return whole({ book, one, adds: indicator.adds_up, flows }, unit, span);
  };
  return judged(indicator, { ...blank(category), plan: read(book.plans, planOf, false), actual: read(book.figures, actualOf, indicator.cumulative) });
}

/**
 * One figure over places: a unit's own word, else that of those it was made of and of those below it. `flows`: figures of
 * days make figures of spans, so what a unit says of its own time is added to what was said before it began.
 */
interface Summing {
  book: Pick<Book, 'below' | 'before'>;
  one: (unit: string, span: Span) => Found;
  adds: boolean;
  flows: boolean;
}

function whole(over: Summing, unit: string, span: Span): Found {
  const own = over.one(unit, span);
  const madeOf = over.book.before(unit);
  if (!over.adds) return own ?? (madeOf.length === 1 ? whole(over, madeOf[0] as string, span) : null);
  if (!own) return without(over, unit, span);
  if (!over.flows || madeOf.length === 0 || span.first >= own.first) return own;
  return sum([own, without(over, unit, { first: span.first, last: addDays(own.first, -1) })]);
}

/** What others say for the unit. What its former selves said of a time is not asked of the units below again. */
function without(over: Summing, unit: string, span: Span): Found {
  const former = sum(over.book.before(unit).map((each) => saidOf(over, each, span)));
  if (former && (!over.flows || former.last >= span.last)) return former;
  const rest = former ? { first: addDays(former.last, 1), last: span.last } : span;
  return sum([former, ...over.book.below(unit).map((each) => whole(over, each, rest))]);
}

/** What a former unit said itself, or those that it was made of. */
function saidOf(over: Summing, unit: string, span: Span): Found {
  const own = over.one(unit, span);
  const madeOf = over.book.before(unit);
  if (own && (!over.flows || madeOf.length === 0 || span.first >= own.first)) return own;
  const rest = own ? { first: span.first, last: addDays(own.first, -1) } : span;
  return sum([own, ...madeOf.map((each) => saidOf(over, each, rest))]);
}

function computed(book: Book, indicator: Indicator, unit: string, span: Span): Row {
  const parts = indicator.parts.flatMap((id) => book.indicators.get(id) ?? []);
  const rows = parts.map((each) => rowOf(book, each, unit, span));
  const own = cellOf(book, { indicator, category: null, unit, span });
  if (rows.length < indicator.parts.length) return { indicator: indicator.id, total: own, categories: [] };
  if (indicator.formula === 'balance') return balanceRow(book, { indicator, parts, unit, span });
  if (indicator.formula === 'net') return net(indicator, parts, rows);
  const actual = indicator.formula === 'sum' ? sum(rows.map((each) => each.total.actual)) : ratio(rows);
  return { indicator: indicator.id, total: judged(indicator, { ...blank(null), plan: own.plan, actual }), categories: [] };
}

/** Whether anything was planned or counted in the row. */
export function isTold({ total, categories }: Row): boolean {
  return [total, ...categories].some(({ plan, actual }) => plan !== null || actual !== null);
}

/**
 * What there is on the span's last day: what was counted last, and since then what came less what went. Parts that do not
 * add up over time are counts of what there is; of the others those of which more is better came, the rest went.
 */
function balanceRow(book: Book, of: { indicator: Indicator; parts: readonly Indicator[]; unit: string; span: Span }): Row {
  const { indicator, parts, unit, span } = of;
  const own = cellOf(book, { indicator, category: null, unit, span });
  const rows = parts.filter((each) => each.cumulative).map((each) => rowOf(book, each, unit, { first: BEGINNING, last: span.last }));
  const cell = (category: string | null): Cell => {
    const one = (place: string, { last }: Span): Found => balance(book, { parts, unit: place, category, last });
    const actual = whole({ book: { below: book.below, before: () => [] }, one, adds: indicator.adds_up, flows: false }, unit, span);
    const spans = new Set(toldOf(rows, category).map(({ first, last }) => `${first} ${last}`));
    return { ...blank(category), actual, periods_differ: actual !== null && spans.size > 1 };
  };
  const cells = (parts[0]?.categories ?? []).map(cell);
  const plain = cell(null);
  // Of a category that went and never came nothing is known, so neither is the total.
  const unknown = cells.some((each) => !each.actual && toldOf(rows, each.category).length > 0);
  const together = unknown ? null : total(indicator.adds_up, cells.map((each) => each.actual));
  const all = judged(indicator, { ...blank(null), plan: own.plan, actual: together ?? plain.actual });
  const differs = [...cells, plain].some((each) => each.periods_differ);
  return { indicator: indicator.id, total: { ...all, periods_differ: all.periods_differ || differs }, categories: cells };
}

/** One unit's, of one category. Without a count, what came must have been told: else nothing is known. */
function balance(book: Book, { parts, unit, category, last }: { parts: readonly Indicator[]; unit: string; category: string | null; last: string }): Found {
  const told = (part: Indicator, first: string): Found => actualOf(part, book.figures.get(keyOf(part.id, category, unit)) ?? [], { first, last });
  const counts = parts.filter(({ cumulative }) => !cumulative).map((part) => told(part, BEGINNING)).filter((each) => each !== null);
  const count = counts.reduce<Found>((best, each) => (best && best.last >= each.last ? best : each), null);
  const former = sum(book.before(unit).map((each) => balance(book, { parts, unit: each, category, last })));
  const since = count ? addDays(count.last, 1) : BEGINNING;
  const flows = parts.filter(({ cumulative }) => cumulative).map((part) => ({ came: part.direction === 'higher', found: told(part, since) }));
  const there = sum([count ?? former, ...flows.filter(({ came }) => came).map(({ found }) => found)]);
  const went = sum(flows.filter(({ came }) => !came).map(({ found }) => found));
  if (!there || !went) return there && { ...there, units: 1 };
  return { ...(lessOf({ ...blank(null), actual: there }, { ...blank(null), actual: went }, false).actual ?? there), units: 1 };
}

function toldOf(rows: readonly Row[], category: string | null): Figure[] {
  return rows.flatMap(({ total: all, categories }) => (category === null ? [all] : categories).flatMap((each) => (each.category === category && each.actual ? [each.actual] : [])));
}

function net(indicator: Indicator, parts: readonly Indicator[], [more, less]: readonly Row[]): Row {
  if (!more || !less) return { indicator: indicator.id, total: blank(null), categories: [] };
  const flows = parts.every((each) => each.cumulative);
  const lost = new Map(less.categories.map((each) => [each.category, each]));
  const cells = more.categories.map((each) => lessOf(each, lost.get(each.category) ?? blank(each.category), flows));
  // What one side did not say is not nothing: then there is no total to be had.
  const isWhole = cells.every((each) => each.actual !== null);
  return { indicator: indicator.id, total: isWhole ? lessOf(more.total, less.total, flows) : blank(null), categories: cells };
}

function lessOf(more: Cell, less: Cell, flows: boolean): Cell {
  const [one, other] = [more.actual, less.actual];
  if (!one || !other) return blank(more.category);
  const span = { first: one.first < other.first ? one.first : other.first, last: one.last > other.last ? one.last : other.last };
  const said = { estimated: one.estimated || other.estimated, units: Math.max(one.units, other.units), ...span };
  return { ...blank(more.category), actual: { value: difference(one.value, other.value), ...said }, periods_differ: flows && differ(one, other) };
}

function ratio([part, whole]: readonly Row[]): Found {
  const [one, all] = [part?.total.actual ?? null, whole?.total.actual ?? null];
  const found = one && all && percent(one.value, all.value);
  if (!one || !all || !found) return null;
  return { ...one, value: { ...found, value: found.value * TENTH_E3 }, estimated: one.estimated || all.estimated };
}

/** The cell with its percent and verdict. Where less is better a percent would say the opposite. */
function judged(indicator: Indicator, cell: Cell): Cell {
  const { plan, actual } = cell;
  if (!plan || !actual) return cell;
  const way = indicator.direction === 'higher' ? shareOfWay(actual.value, plan.value, null) : null;
  return { ...cell, percent: way, verdict: verdict(actual.value, plan.value, indicator.direction), periods_differ: differ(plan, actual) };
}

function shared(cell: Cell, { actual }: Cell): Cell {
  return cell.actual && actual ? { ...cell, share: percent(cell.actual.value, actual.value) } : cell;
}

function total(addsUp: boolean, found: readonly Found[]): Found {
  const all = addsUp ? sum(found) : null;
  // The categories of one unit are one unit's word.
  return all && { ...all, units: Math.max(1, ...found.flatMap((each) => each?.units ?? [])) };
}

function sum(found: readonly Found[]): Found {
  const told = found.filter((each) => each !== null);
  const value = sumOf(told.map((each) => each.value));
  if (!value) return null;
  const first = told.map((each) => each.first).reduce((one, other) => (one < other ? one : other));
  const last = told.map((each) => each.last).reduce((one, other) => (one > other ? one : other));
  const units = told.reduce((count, each) => count + each.units, 0);
  return { value, estimated: told.some((each) => each.estimated), first, last, units };
}

function figure(entries: readonly Entry[]): Found {
  const all = sum(entries.map(({ value, estimated, first, last }) => ({ value, estimated, first, last, units: 1 })));
  return all && { ...all, units: 1 };
}

function apart(entries: readonly Entry[]): Entry[] {
  const chosen: Entry[] = [];
  for (const each of [...entries].sort((one, other) => days(other) - days(one) || newestFirst(one, other))) {
    if (chosen.every((other) => each.last < other.first || other.last < each.first)) chosen.push(each);
  }
  return chosen;
}

function latest(entries: readonly Entry[]): Entry[] {
  const later = (one: Entry, other: Entry): number => (one.last === other.last ? other.at - one.at || order(other.id, one.id) : order(other.last, one.last));
  return [...entries].sort(later).slice(0, 1);
}

function newestFirst(one: Entry, other: Entry): number {
  return other.at - one.at || order(one.id, other.id);
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function days({ first, last }: Entry): number {
  return daysBetween(first, last);
}

function differ(one: Figure, other: Figure): boolean {
  return one.first !== other.first || one.last !== other.last;
}
