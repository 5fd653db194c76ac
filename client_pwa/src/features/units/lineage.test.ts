import { describe, expect, it } from 'vitest';
import lineage from '../../../../sync/vectors/lineage.json' with { type: 'json' };
import type { Unit } from '../../sync/records.ts';
import { kinOf, placeOn, treeOn } from './lineage.ts';

const finder = (units: readonly unknown[]) => (id: string) => (units as Unit[]).find((unit) => unit.id === id);

describe('where words of a day about a unit belong', () => {
  it.each(lineage.places)('$name', ({ units, unit, day, verdict, places }) => {
    expect(placeOn(finder(units), unit, day)).toEqual({ verdict, units: places });
  });
});

describe('under which units the history of one is found', () => {
  it.each(lineage.kin)('$name', ({ units, unit, kin }) => {
    expect(kinOf(finder(units), unit)).toEqual(kin);
  });
});

describe('by which tree figures are summed', () => {
  it.each(lineage.trees)('$name', ({ units, day, below, before }) => {
    const tree = treeOn(units as Unit[], day);
    expect(Object.fromEntries(tree.below)).toEqual(below);
    expect(Object.fromEntries(tree.before)).toEqual(before);
  });
});
