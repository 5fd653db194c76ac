// Invited and attended, in all, by unit and by person: what `GET /api/invitations/figures` tells. Pure.
import { sums, type Sums } from '../rules.ts';
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
