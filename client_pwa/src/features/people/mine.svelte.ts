// What the person of this phone holds today, for screens: from the boot row, so that it is known at once.
import type { Role } from '../../sync/records.ts';
import { today } from '../../view/boot.svelte.ts';
import { current } from '../../view/session.svelte.ts';

/** Whether the person holds one of these roles: by an assignment of today, or by what the office said at sign-in. */
export function holdsAny(...roles: Role[]): boolean {
  const said = current()?.roles ?? [];
  return today.duties.some(({ role }) => roles.includes(role)) || (!today.ready && said.some((role) => roles.includes(role)));
}

/** The roles that the person holds today. */
export function rolesToday(): Role[] {
  const held = today.duties.map(({ role }) => role);
  return [...new Set(held.length > 0 ? held : (current()?.roles ?? []))];
}
