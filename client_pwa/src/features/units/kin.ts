// Under which names a unit is found: its own, and those of all that it was made of and became. Reads the directory.
import type { Unit } from '../../sync/records.ts';
import { fold } from '../../view/fold.ts';
import { directory } from '../../view/tables.svelte.ts';
import { language } from '../../view/t.svelte.ts';
import { kinOf, placeOn } from './lineage.ts';

let kept: { of: readonly Unit[]; locale: string; texts: Map<string, string> } | null = null;

/** All names that the unit ever had, as they are searched: folded once, until a unit changes. */
export function kinText(id: string | null): string {
  const of = directory.units();
  const { locale } = language;
  if (kept?.of !== of || kept.locale !== locale) kept = { of, locale, texts: new Map() };
  const known = kept.texts.get(id ?? '');
  if (known !== undefined || id === null) return known ?? '';
  const text = fold(kinOf(directory.unit, id).map(directory.unitLong).join(' '));
  kept.texts.set(id, text);
  return text;
}

/** The unit that words of that day about a unit belong to; null where a person must choose between its heirs. */
export function unitOn(id: string | null, day: string): string | null {
  if (!id) return null;
  const { verdict, units } = placeOn(directory.unit, id, day);
  if (verdict === 'divided') return null;
  return verdict === 'moved' ? (units[0] ?? id) : id;
}
