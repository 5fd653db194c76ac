// What is read in the place of words that the office has erased.
import { civilDay } from '../sync/days.ts';
import type { Erased } from '../sync/records.ts';
import { dayText } from './format.ts';
import { t } from './t.svelte.ts';

export interface Marked {
  readonly erased?: readonly Erased[];
}

/** The sentence that stands there instead; null where nothing was erased. */
export function erasedText(record: Marked | null | undefined, ...places: string[]): string | null {
  const mark = record?.erased?.find(({ id }) => places.includes(id));
  return mark ? t('common-erased', { day: dayText(civilDay(mark.at)) }) : null;
}
