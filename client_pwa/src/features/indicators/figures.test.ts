import { describe, expect, it } from 'vitest';
import indicators from '../../../../sync/vectors/indicators.json' with { type: 'json' };
import type { Value } from '../../sync/records.ts';
import type { Comparator, Measure } from '../measures/rules.ts';
import { type Cell, type Entry, filed, type Indicator, rowOf } from './figures.ts';
import { checkIndicator, checkPlan, checkProgress } from './rules.ts';

type Raw = Record<string, unknown>;
const BELOW = indicators.below as Record<string, string[]>;
const known = (all: readonly unknown[]): Map<string, Indicator> => new Map((all as Indicator[]).map((each) => [each.id, each]));
const refusal = (told: readonly (string | null)[] | null) => told && { code: told[0], field: told[1] };

function entry(raw: Raw): Entry {
  const [value, comparator] = raw['value'] as [number, Comparator];
  return { ...raw, value: { value, comparator } } as Entry;
}

function told({ category, plan, actual, percent, verdict, share, periods_differ }: Cell): unknown[] {
  const cells = (measure: Measure | null | undefined) => (measure ? [measure.value, measure.comparator] : null);
  return [category, cells(plan?.value), cells(actual?.value), cells(percent), verdict, cells(share), periods_differ];
}

describe('indicators', () => {
  it.each(indicators.tables)('table: $name', (vector) => {
    const all = known(vector.indicators);
    const before = ('before' in vector ? vector.before : {}) as Record<string, string[]>;
    const entries = (raw: readonly unknown[]) => filed((raw as Raw[]).map(entry));
    const book = { indicators: all, below: (unit: string) => BELOW[unit] ?? [], before: (unit: string) => before[unit] ?? [], plans: entries(vector.plans), figures: entries(vector.figures) };
    const [first = '', last = ''] = vector.span;
    const row = rowOf(book, all.get(vector.asked) as Indicator, vector.unit, { first, last });
    expect(told(row.total)).toEqual(vector.total);
    expect(row.categories.map(told)).toEqual(vector.categories);
  });
  it.each(indicators.definitions)('definition: $name', ({ fields, indicator, names, known: others, refused }) => {
    expect(checkIndicator(fields, { indicator: indicator as Indicator, names: names as Value[][], known: known(others) })).toEqual(refusal(refused));
  });
  it.each(indicators.entries)('entry: $name', ({ fields, indicator, plan, refused }) => {
    const found = plan ? checkPlan(fields, indicator as Indicator | null) : checkProgress(fields, indicator as Indicator | null, '2024-06-25');
    expect(found).toEqual(refusal(refused));
  });
});
