// What a picker offers: units, people, agencies and themes of the directory, those nearest to the person first.
import type { Role, Unit } from '../../sync/records.ts';
import type { Choice } from '../../ui/TypeAhead.svelte';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { language } from '../../view/t.svelte.ts';
import { isThere } from '../units/lineage.ts';
import { unitsHeld } from './rules.ts';

// One collator for all: making one for each comparison costs a hundred times what comparing does.
const names = new Intl.Collator('vi');
const byName = (one: { name: string }, other: { name: string }): number => names.compare(one.name, other.name);

// Where a visit goes and a matter comes from; a province is everywhere, a village is a line of the report.
const LEVELS: readonly string[] = ['commune', 'district'];

/** The units that one can choose on that day: those the person holds in these roles first, then all others. */
export function unitChoices(roles: readonly Role[], day: string): Choice[] {
  const held = unitsHeld(directory, current()?.person ?? '', roles, day);
  const there = directory.units().filter((unit) => LEVELS.includes(unit.level) && isThere(unit, day));
  const sorted = [...there].sort((one, other) => one.level.localeCompare(other.level) || byName(one, other));
  return [...sorted.filter(({ id }) => held.has(id)), ...sorted.filter(({ id }) => !held.has(id))].map(asChoice);
}

/** The units that the person holds in these roles on that day. */
export function ownUnitChoices(roles: readonly Role[], day: string): Choice[] {
  const held = unitsHeld(directory, current()?.person ?? '', roles, day);
  return unitChoices(roles, day).filter(({ id }) => held.has(id));
}

/** Everyone of the directory but the person himself and accounts that are closed. */
export function personChoices(): Choice[] {
  const others = directory.persons().filter(({ id, disabled }) => id !== current()?.person && !disabled);
  return [...others]
    .sort(byName)
    .map(({ id, name, title }) => ({ id, text: name, detail: title ?? undefined }));
}

/** The agencies that still answer. */
export function agencyChoices(): Choice[] {
  const open = directory.agencies().filter(({ closed }) => !closed);
  return [...open]
    .sort(byName)
    .map(({ id, name }) => ({ id, text: name }));
}

/** Themes by their order, in the person's language. */
export function themeOptions(): { value: string; label: string }[] {
  return directory.themes().map((theme) => ({ value: theme.id, label: language.locale === 'vi' ? theme.name_vi : theme.name_en }));
}

function asChoice(unit: Unit): Choice {
  const above = unit.parent && unit.level === 'commune' ? directory.unitName(unit.parent) : undefined;
  return { id: unit.id, text: directory.unitName(unit.id), detail: above };
}
