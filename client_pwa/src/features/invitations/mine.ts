// How the person of this phone stands to an invitation.
import type { DraftContent, Role } from '../../sync/records.ts';
import type { Invitation } from '../../sync/systems.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { roleOver } from '../measures/who.ts';
import { holds, isCurrent } from '../people/rules.ts';
import { writerRole } from '../visits/begin.ts';
import { answerOf } from './answers.ts';
import { above, postsNear } from './posts.ts';
import { INVITED_ROLES, INVITER_ROLES } from './rules.ts';
import { placeOf } from './standings.svelte.ts';

/** The role in which he moves or withdraws it; null when he may not. */
export function inviterOf(invitation: Invitation): Role | null {
  return roleOver(invitation.unit, INVITER_ROLES);
}

/** The role in which he is invited; null when he is not. An assignment that has ended since still speaks. */
export function invitedAs(invitation: Invitation): Role | null {
  const me = current()?.person ?? '';
  if (!invitation.invited.includes(me)) return null;
  const own = postsNear(directory, invitation.unit).map(({ post }) => post).filter((post) => holds(post, me));
  const now = own.find((post) => isCurrent(post, invitation.starts)) ?? own.at(-1);
  return now?.role ?? null;
}

/** What the report of a meeting begins with: the place, the kind, the days, and who was asked to come along. */
export function reportOf(invitation: Invitation): Partial<DraftContent> {
  const me = current()?.person ?? '';
  const unit = unitOfReport(invitation, me);
  const last = officeToday() < invitation.ends ? officeToday() : invitation.ends;
  const others = invitation.invited.filter((each) => each !== me && ['accepted', 'attended'].includes(answerOf(invitation.log, each)?.kind ?? ''));
  const where = [invitation.place, unit === placeOf(invitation) ? null : directory.unitName(invitation.unit)];
  return {
    unit,
    kind: invitation.kind,
    starts: invitation.starts,
    ends: last,
    village: where.filter((part) => part).join(', ') || null,
    companions: others,
    role: writerRole(unit, invitation.starts),
  };
}

/** The unit of the meeting, where he is in charge of it; else his own in it, of which alone he may report. */
function unitOfReport(invitation: Invitation, me: string): string {
  const unit = placeOf(invitation);
  const own = directory.assignments().filter((each) => holds(each, me) && INVITED_ROLES.includes(each.role) && isCurrent(each, invitation.starts));
  if (own.some((each) => each.unit !== null && above(directory, unit).has(each.unit))) return unit;
  return own.find((each) => each.unit !== null && above(directory, each.unit).has(unit))?.unit ?? unit;
}
