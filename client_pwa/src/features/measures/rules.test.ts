import { describe, expect, it } from 'vitest';
import measures from '../../../../sync/vectors/measures.json' with { type: 'json' };
import { averageE1, type Comparator, difference, type Direction, type Measure, percent, shareOfWay, sumOf, verdict } from './rules.ts';

type Told = readonly unknown[];
const measure = ([value, comparator]: Told): Measure => ({ value: Number(value), comparator: comparator as Comparator });
const maybe = (told: Told | null): Measure | null => told && measure(told);

describe('measured values', () => {
  it.each(measures.percents)('percent: $name', ({ part, whole, percent: wanted }) => {
    expect(percent(measure(part), measure(whole))).toEqual(maybe(wanted));
  });
  it.each(measures.sums)('sum: $name', ({ of, sum }) => {
    expect(sumOf(of.map(measure))).toEqual(maybe(sum));
  });
  it.each(measures.differences)('difference: $name', ({ one, other, less }) => {
    expect(difference(measure(one), measure(other))).toEqual(measure(less));
  });
  it.each(measures.ways)('way: $name', ({ value, target, baseline, percent: wanted }) => {
    expect(shareOfWay(measure(value), measure(target), baseline)).toEqual(maybe(wanted));
  });
  it.each(measures.verdicts)('verdict: $name', ({ value, target, direction, verdict: wanted }) => {
    expect(verdict(measure(value), measure(target), direction as Direction)).toBe(wanted);
  });
  it.each(measures.averages)('average: $name', ({ count, of, each }) => {
    expect(averageE1(count, of)).toBe(each);
  });
});
