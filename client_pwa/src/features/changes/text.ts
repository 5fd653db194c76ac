// What screens say of a unit's years.
import type { Unit } from '../../sync/records.ts';
import { dayText } from '../../view/format.ts';
import { t } from '../../view/t.svelte.ts';

/** From when to when the unit is there; nothing where neither is known. */
export function spanText({ valid_from: from, valid_to: to }: Pick<Unit, 'valid_from' | 'valid_to'>): string {
  if (from && to) return t('changes-span', { from: dayText(from), to: dayText(to) });
  if (from) return t('changes-since', { day: dayText(from) });
  return to ? t('changes-until', { day: dayText(to) }) : '';
}
