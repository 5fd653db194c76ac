// Which notices stand and which are over, and what of the settings concerns a person. Pure.
import type { Role } from '../../sync/records.ts';
import type { Notice } from '../../sync/systems.ts';
import { OCCASIONS, type OccasionCode } from './rules.ts';

/** What waits for the person, and what is over; the newest first. */
export function inbox(notices: readonly Notice[]): { standing: Notice[]; over: Notice[] } {
  const sorted = [...notices].sort((one, other) => other.at - one.at || one.id.localeCompare(other.id));
  return { standing: sorted.filter(({ ended }) => ended === null), over: sorted.filter(({ ended }) => ended !== null) };
}

/** The notices that count as unread: those that stand and that nobody has read. */
export function unread(notices: readonly Notice[]): Notice[] {
  return notices.filter(({ ended, read }) => ended === null && read === null);
}

const WRITERS: readonly Role[] = ['cadre', 'leader'];
/** Whom the office reminds of what; who is named for nothing here may be anybody. */
const WHOSE: Partial<Record<OccasionCode, readonly Role[]>> = {
  visit_due: WRITERS,
  report_unsent: WRITERS,
  report_returned: WRITERS,
  report_waiting: ['supervisor'],
  commitment_due: WRITERS,
  item_unowned: ['clerk'],
  answer_due: ['agency'],
  settlement_due: ['agency'],
  settlement_overdue: ['agency'],
  settlement_escalated: ['supervisor', 'leader'],
  extension_asked: ['supervisor'],
  result_to_confirm: ['contact', 'cadre'],
  invited: WRITERS,
  invitation_eve: WRITERS,
  milestone_due: ['cadre', 'leader', 'agency'],
  period_close: ['clerk'],
  week: ['leader'],
};

/** The occasions of who holds these roles, and those that he has silenced. */
export function occasionsOf(roles: readonly Role[], silenced: readonly string[]): OccasionCode[] {
  return OCCASIONS.filter((code) => silenced.includes(code) || (WHOSE[code]?.some((role) => roles.includes(role)) ?? true));
}
