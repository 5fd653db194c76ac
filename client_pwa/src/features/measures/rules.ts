// Measured values with their comparators: sums, differences, percents, and whether an aim is met. The phone's twin of
// server/measures.py; both run sync/vectors/measures.json. Values are integers of thousandths, percents integers of
// tenths. Pure: no clock, no store.
import type { Comparator, Direction } from '../../sync/systems.ts';

export type { Comparator, Direction };
export const COMPARATORS: readonly Comparator[] = ['eq', 'gt', 'ge', 'lt', 'le', 'approx'];
export type Verdict = 'met' | 'missed' | 'unclear';
/** A million billion, in thousandths: sums of a few hundred of them stay exact. */
export const VALUE_E3_MAX = 10 ** 12;

/** A value in thousandths (a percent: in tenths) and how it stands to the true one. */
export interface Measure {
  value: number;
  comparator: Comparator;
}

const FLIPPED: Readonly<Partial<Record<Comparator, Comparator>>> = { gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' };

function flip(comparator: Comparator): Comparator {
  return FLIPPED[comparator] ?? comparator;
}

/** What is known of a sum: both sides unsure in different ways leave "about". */
function together(one: Comparator, other: Comparator): Comparator {
  if (one === 'eq') return other;
  if (other === 'eq' || one === other) return one;
  if (one === 'approx' || other === 'approx' || one[0] !== other[0]) return 'approx';
  return one[0] === 'g' ? 'gt' : 'lt';
}

/** The quotient to the nearest integer, half away from zero. */
function rounded(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const [top, bottom] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  return Number(sign * ((2n * top + bottom) / (2n * bottom)));
}

/** The sum, as sure as its least sure part; null of nothing. */
export function sumOf(measures: readonly Measure[]): Measure | null {
  if (measures.length === 0) return null;
  const add = (all: Measure, { value, comparator }: Measure): Measure => ({ value: all.value + value, comparator: together(all.comparator, comparator) });
  return measures.reduce(add, { value: 0, comparator: 'eq' });
}

/** The first less the second. */
export function difference(one: Measure, other: Measure): Measure {
  return { value: one.value - other.value, comparator: together(one.comparator, flip(other.comparator)) };
}

/** The part in the whole, in tenths of a percent, half away from zero, never capped. null of a whole ≤ 0. */
export function percent(part: Measure, whole: Measure): Measure | null {
  if (whole.value <= 0) return null;
  const value = rounded(BigInt(part.value) * 1000n, BigInt(whole.value));
  return { value, comparator: together(part.comparator, flip(whole.comparator)) };
}

/**
 * How much of the way to a target is gone, in tenths of a percent, never capped; back is below zero. Without a baseline
 * the way begins at nothing. null where there is no way: a target of nothing, or the baseline.
 */
export function shareOfWay(value: Measure, target: Measure, baseline: number | null): Measure | null {
  const start = baseline ?? 0;
  const way = target.value - start;
  if (way === 0 || (baseline === null && way < 0)) return null;
  const comparator = way > 0 ? value.comparator : flip(value.comparator);
  return { value: rounded(BigInt(value.value - start) * 1000n, BigInt(way)), comparator };
}

/** `met`, `missed`, or `unclear` where the comparator leaves it open ("> 64" of 70). */
export function verdict(value: Measure, target: Measure, direction: Direction): Verdict {
  const open = target.comparator === 'eq' || target.comparator === 'approx';
  const wanted = open ? (direction === 'higher' ? 'ge' : 'le') : target.comparator;
  if (wanted === 'ge' || wanted === 'gt') return verdictUp(value, target.value, wanted === 'gt');
  return verdictUp({ value: -value.value, comparator: flip(value.comparator) }, -target.value, wanted === 'lt');
}

/** How many each has, in tenths; null of nobody. */
export function averageE1(count: number, of: number): number | null {
  return of <= 0 ? null : rounded(BigInt(count) * 10n, BigInt(of));
}

function verdictUp({ value, comparator }: Measure, least: number, strict: boolean): Verdict {
  const [over, level] = [value > least, value === least];
  if (comparator === 'eq') return over || (level && !strict) ? 'met' : 'missed';
  if (comparator === 'approx') return level ? 'unclear' : over ? 'met' : 'missed';
  if (comparator === 'gt' || comparator === 'ge') return over || (level && (!strict || comparator === 'gt')) ? 'met' : 'unclear';
  return value < least || (level && (strict || comparator === 'lt')) ? 'missed' : 'unclear';
}
