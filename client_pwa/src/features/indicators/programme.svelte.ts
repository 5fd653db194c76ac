// The indicators, plans and figures on this phone, as the arithmetic needs them.
import type { Indicator as Definition, Progress, Target } from '../../sync/systems.ts';
import { directory } from '../../view/tables.svelte.ts';
import { language } from '../../view/t.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import { type Book, type Entry, filed, type Indicator } from './figures.ts';

export const programme = new Kept(['indicator', 'target', 'progress']);

export const SERIES = ['admission', 'organisation', 'training', 'housing', 'classification', 'economy', 'other'] as const;
export type Series = (typeof SERIES)[number];

/** The definitions in the programme's order, those in use. */
export function definitions(): Definition[] {
  const used = (programme.lists?.indicator ?? []).filter(({ retired }) => !retired);
  return used.sort((one, other) => (one.order ?? 0) - (other.order ?? 0) || one.code.localeCompare(other.code));
}

export function seriesOf({ series }: Definition): Series {
  return SERIES.find((each) => each === series) ?? 'other';
}

/** A definition as arithmetic needs it; what is not said is cumulative and adds up. */
export function indicatorOf({ id, direction, cumulative, adds_up, formula, parts, categories }: Definition): Indicator {
  return { id, direction, cumulative: cumulative ?? true, adds_up: adds_up ?? true, formula: formula ?? '', parts, categories: categories.map((each) => each.id) };
}

export function nameIn({ name_vi, name_en }: { name_vi: string; name_en: string }): string {
  return language.locale === 'vi' ? name_vi : name_en;
}

export function measureIn({ measure_vi, measure_en }: Definition): string {
  return language.locale === 'vi' ? measure_vi : measure_en;
}

/** What a category is called; a computed indicator has those of its first part. */
export function categoryName(definition: Definition, category: string | null): string {
  const first = programme.lists?.indicator.find(({ id }) => id === definition.parts[0]);
  const found = [...definition.categories, ...(first?.categories ?? [])].find(({ id }) => id === category);
  return found ? nameIn(found) : '';
}

function entryOf(each: Target | Progress): Entry {
  const value = { value: each.value_e3, comparator: each.comparator };
  const estimated = 'estimated' in each && each.estimated === true;
  return { id: each.id, indicator: each.indicator, unit: each.unit, category: each.category, first: each.starts, last: each.ends, value, estimated, at: each.at };
}

/** All that tables are made from; null while it is not here. */
export function book(): Book | null {
  const { lists } = programme;
  if (!lists || !directory.ready) return null;
  const below = new Map<string, string[]>();
  for (const { id, parent } of directory.units()) if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), id]);
  return {
    indicators: new Map(lists.indicator.map((each) => [each.id, indicatorOf(each)])),
    below: (unit) => (below.get(unit) ?? []).sort(),
    plans: filed(lists.target.filter(({ cancelled }) => !cancelled).map(entryOf)),
    figures: filed(lists.progress.filter(({ cancelled }) => !cancelled).map(entryOf)),
  };
}
