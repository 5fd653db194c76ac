// The indicators, plans and figures on this phone, as the arithmetic needs them.
import type { Indicator as Definition } from '../../sync/systems.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { language } from '../../view/t.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import type { Book } from './figures.ts';
import { bookOf } from './records.ts';

export { indicatorOf } from './records.ts';

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

/** All that a unit's table is made from, summed as units stand today, or stood on its last day; null while it is not here. */
export function book(unit: string | null): Book | null {
  const { lists } = programme;
  if (!lists || !directory.ready) return null;
  const [today, last] = [officeToday(), directory.unit(unit ?? '')?.valid_to ?? null];
  return bookOf(lists, directory.units(), last !== null && last < today ? last : today);
}
