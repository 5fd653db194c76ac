// Definitions, plans and figures out of their records, as the arithmetic needs them. Pure.
import type { Indicator as Definition, Progress, Target } from '../../sync/systems.ts';
import { type Placed, treeOn } from '../units/lineage.ts';
import { type Book, type Entry, filed, type Indicator } from './figures.ts';

/** A definition as arithmetic needs it; what is not said is cumulative and adds up. */
export function indicatorOf({ id, direction, cumulative, adds_up, formula, parts, categories }: Definition): Indicator {
  return { id, direction, cumulative: cumulative ?? true, adds_up: adds_up ?? true, formula: formula ?? '', parts, categories: categories.map((each) => each.id) };
}

function entryOf(each: Target | Progress): Entry {
  const value = { value: each.value_e3, comparator: each.comparator };
  const estimated = 'estimated' in each && each.estimated === true;
  return { id: each.id, indicator: each.indicator, unit: each.unit, category: each.category, first: each.starts, last: each.ends, value, estimated, at: each.at };
}

/** All that tables are made from, summed by the tree of that day. */
export function bookOf(lists: { indicator: Definition[]; target: Target[]; progress: Progress[] }, units: Iterable<Placed>, day: string): Book {
  const { below, before } = treeOn(units, day);
  return {
    indicators: new Map(lists.indicator.map((each) => [each.id, indicatorOf(each)])),
    below: (unit) => below.get(unit) ?? [],
    before: (unit) => before.get(unit) ?? [],
    plans: filed(lists.target.filter(({ cancelled }) => !cancelled).map(entryOf)),
    figures: filed(lists.progress.filter(({ cancelled }) => !cancelled).map(entryOf)),
  };
}
