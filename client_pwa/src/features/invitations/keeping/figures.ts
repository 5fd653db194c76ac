// Invited and attended, in all, by unit and by person: what `GET /api/invitations/figures` tells. Pure.
import { type State, sums, type Sums } from '../rules.ts';

export interface Told {
  /** Where it took place. */
  unit: string;
  person: string;
  state: State;
  over: boolean;
}
export interface Counted {
  id: string;
  sums: Sums;
}

/** What became of the invitations told of. */
export function counted(told: readonly Told[]): { total: Sums; units: Counted[]; persons: Counted[] } {
  return { total: sums(told), units: by(told, ({ unit }) => unit), persons: by(told, ({ person }) => person) };
}

function by(told: readonly Told[], whose: (each: Told) => string): Counted[] {
  const groups = new Map<string, Told[]>();
  for (const each of told) groups.set(whose(each), [...(groups.get(whose(each)) ?? []), each]);
  return [...groups].map(([id, all]) => ({ id, sums: sums(all) }));
}
