// Which invitations Today speaks of. Pure: days are arguments.
import { daysBetween } from '../days.ts';

// As for a report: what was not told within three days of a meeting is told in the list, not on Today.
const TELL_DAYS = 3;

/** Whether something of this list, such as `meets:asked:2024-06-28`, is asked of the person now. */
export function isNear(list: string, today: string): boolean {
  const [, kind, day = ''] = list.split(':');
  const ahead = daysBetween(today, day);
  return kind === 'accepted' ? -TELL_DAYS <= ahead && ahead <= 1 : ahead >= 0;
}
