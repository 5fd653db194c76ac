// Invited and attended, in all, by unit and by person: what `GET /api/invitations/figures` tells. Pure.
import type { Invitation } from '../../../sync/systems.ts';
import { sums, type Sums, twins } from '../rules.ts';
import type { Stand } from '../stands.ts';

export interface Counted {
  id: string;
  sums: Sums;
}

/** What became of the invitations told of. */
export function counted(told: readonly Stand[]): { total: Sums; units: Counted[]; persons: Counted[] } {
  return { total: sums(told), units: by(told, ({ unit }) => unit), persons: by(told, ({ person }) => person) };
}

function by(told: readonly Stand[], whose: (each: Stand) => string): Counted[] {
  const groups = new Map<string, Stand[]>();
  for (const each of told) groups.set(whose(each), [...(groups.get(whose(each)) ?? []), each]);
  return [...groups].map(([id, all]) => ({ id, sums: sums(all) }));
}

/** The open invitations that are not alone at their unit in the minute in which they begin. */
export function doubled(all: readonly Invitation[]): Invitation[] {
  const units = new Map<string, Invitation[]>();
  for (const each of all) units.set(each.unit, [...(units.get(each.unit) ?? []), each]);
  return all.filter((each) => each.status === 'open' && twins(units.get(each.unit) ?? [], each).length > 0);
}
