// In which role the person of this phone may act on a unit.
import type { Role } from '../../sync/records.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { holdsAny } from '../people/mine.svelte.ts';
import { holdings } from '../people/rules.ts';

/** The first of these roles that he holds over the unit today; null when he holds none. */
export function roleOver(unit: string, roles: readonly Role[]): Role | null {
  if (roles.includes('admin') && holdsAny('admin')) return 'admin';
  const held = holdings(directory, current()?.person ?? '', roles, { unit, day: officeToday() });
  return held[0]?.role ?? null;
}
