// What a unit is called in the person's language, from its name and type.
import { t } from './t.svelte.ts';

export interface Called {
  name: string;
  type: string;
}

/** A unit as it is called in the person's language: "xã Ân Hảo Tây". */
export function called({ name, type }: Called): string {
  return t('unit-name', { type, name });
}

/** The same with the unit above it: "xã Ân Hảo Tây, huyện Hoài Ân". A province above all says nothing. */
export function calledIn(unit: Called, above: Called | null | undefined): string {
  return above && above.type !== 'province' ? t('unit-in', { unit: called(unit), above: called(above) }) : called(unit);
}
