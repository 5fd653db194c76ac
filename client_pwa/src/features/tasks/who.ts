// How the person of this phone stands to a task.
import type { Role } from '../../sync/records.ts';
import type { Task } from '../../sync/systems.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { roleOver } from '../measures/who.ts';
import { rolesToday } from '../people/mine.svelte.ts';
import { agenciesOf } from '../people/rules.ts';
import { GIVER_ROLES, TELLER_ROLES } from './rules.ts';

/** The role in which he may move or end it; null when he may not. */
export function giverOf(task: Task): Role | null {
  return roleOver(task.unit, GIVER_ROLES);
}

/** The role in which he may tell how it goes: over its place, as its owner, or as the owning agency's desk. */
export function tellerOf(task: Task): Role | null {
  const me = current()?.person ?? '';
  const over = roleOver(task.unit, TELLER_ROLES);
  if (over) return over;
  if (task.owner === me) return rolesToday()[0] ?? null;
  return task.agency && agenciesOf(directory, me, officeToday()).has(task.agency) ? 'agency' : null;
}

/** Whether it is his own to do. */
export function isMine(task: Task): boolean {
  const me = current()?.person ?? '';
  return task.owner === me || (task.agency !== null && agenciesOf(directory, me, officeToday()).has(task.agency));
}

export function ownerName({ owner, agency }: Task): string {
  return (owner ? directory.person(owner)?.name : directory.agency(agency)?.name) ?? '';
}
