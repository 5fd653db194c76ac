// What the clocks of an item show: its first answer, and when it goes up a level. Pure.
import type { Feedback } from '../../sync/records.ts';
import { addDays } from '../days.ts';
import { ESCALATED_AFTER_DAYS } from '../feedback/lists.ts';

/** When the office first said something to the matter: by its agency, or on the spot; null while it has not. */
export function firstAnswer(item: Pick<Feedback, 'thread'>): number | null {
  const said = item.thread.find(({ kind, role }) => kind === 'explained' || (role === 'agency' && (kind === 'message' || kind === 'answered')));
  return said?.at ?? null;
}

/** The civil day on which a matter so many days late went up a level; null when it has not. */
export function escalatedOn(due: string | null, late: number): string | null {
  if (due === null || late < ESCALATED_AFTER_DAYS) return null;
  return addDays(due, ESCALATED_AFTER_DAYS);
}
