// Names for lists and choices of the administration. Pure, apart from the words.
import type { Agency, Assignment, Role, Unit } from '../../sync/records.ts';
import { t } from '../../view/t.svelte.ts';
import type { Ground } from './api.ts';

/** Types of unit on each level, the usual one first. */
export const TYPES: Readonly<Record<string, readonly string[]>> = {
  province: ['province', 'municipality'],
  district: ['district', 'town', 'city'],
  commune: ['commune', 'ward', 'township'],
  village: ['village', 'block'],
};
export const ROLES: readonly Role[] = ['cadre', 'contact', 'leader', 'agency', 'clerk', 'supervisor', 'admin'];
/** Roles that are held for a unit. */
export const UNIT_ROLES: readonly Role[] = ['cadre', 'contact', 'leader', 'clerk', 'supervisor'];

export function roleName(role: Role): string {
  return t(`more-role-${role}`);
}

export function unitText(unit: Pick<Unit, 'type' | 'name'>): string {
  return t('unit-name', { type: unit.type, name: unit.name });
}

/** "xã Ân Hảo Tây, huyện Hoài Ân". */
export function unitIn(unit: Unit, units: ReadonlyMap<string, Unit>): string {
  const above = unit.parent === null ? undefined : units.get(unit.parent);
  return above ? t('unit-in', { unit: unitText(unit), above: unitText(above) }) : unitText(unit);
}

export interface Names {
  units: ReadonlyMap<string, Unit>;
  agencies: ReadonlyMap<string, Agency>;
}

/** What an assignment is for: its unit or its agency; nothing for an administrator. */
export function scopeText(assignment: Assignment, { units, agencies }: Names): string {
  const unit = assignment.unit === null ? undefined : units.get(assignment.unit);
  const agency = assignment.agency === null ? undefined : agencies.get(assignment.agency);
  return unit ? unitIn(unit, units) : (agency?.name ?? '');
}

export function byId<T extends { id: string }>(list: readonly T[] | null): Map<string, T> {
  return new Map((list ?? []).map((one) => [one.id, one]));
}

/** Vietnamese order, which is also fair to English. */
export function byName<T extends { name: string }>(list: readonly T[]): T[] {
  const collator = new Intl.Collator('vi');
  return [...list].sort((a, b) => collator.compare(a.name, b.name));
}

/** By the first text that differs, in Vietnamese order. */
export function byKeys<T>(list: readonly T[], keys: (one: T) => readonly string[]): T[] {
  const collator = new Intl.Collator('vi');
  const told = list.map((one) => ({ one, keys: keys(one) }));
  told.sort((a, b) => a.keys.reduce((order, key, at) => order || collator.compare(key, b.keys[at] ?? ''), 0));
  return told.map(({ one }) => one);
}

/** On which ground words may be erased. */
export const GROUNDS: readonly Ground[] = ['request', 'no_basis', 'purpose_ended', 'consent_withdrawn', 'order'];
const PARTS = ['village', 'companions', 'place', 'findings', 'difficulties', 'recommendations', 'proposals', 'commitments', 'comments', 'photos', 'matter', 'thread'] as const;

/** What a part of a report or an item is called; one entry or commitment by what it is in. */
export function partName(part: string): string {
  if (part.startsWith('thread/')) return t('administration-part-entry');
  if (part.startsWith('photos/')) return t('administration-part-photo');
  if (part.startsWith('commitments/')) return t('administration-part-commitment');
  const known = PARTS.find((one) => one === part);
  return known ? t(`administration-part-${known}`) : part;
}
