import { describe, expect, it } from 'vitest';
import changes from '../../../../sync/vectors/unit_changes.json' with { type: 'json' };
import type { Unit } from '../../sync/records.ts';
import { abolishLevel, fits, judge } from './rules.ts';

describe('what a change plan makes of the units', () => {
  it.each(changes.plans)('$name', (plan) => {
    const change = judge(plan.units as Unit[], plan.day, plan.lines);
    expect(change.judged).toEqual(plan.judged);
    expect(change.carried).toEqual(plan.carried);
    expect([...change.begins.values()]).toEqual(plan.begins);
    expect(Object.fromEntries(change.ends)).toEqual(plan.ends);
    expect(fits(change)).toBe(plan.fits);
  });
});

it.each(changes.levels)('$name are taken out of the tree', ({ units, level, day, lines }) => {
  const made = abolishLevel(units as Unit[], level, day).map((line) => ({ name: null, type: null, code: null, parent: null, abolish: false, ...line }));
  expect(made).toEqual(lines);
});
