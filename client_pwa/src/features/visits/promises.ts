// Which own commitments Today shows. Pure: the cards and the office's day are arguments.
import type { Card, Promised } from '../../store/cards.ts';
import { daysBetween } from '../days.ts';

// Time enough to keep it; and long enough to be seen by whoever was away. Nothing says that one was kept.
const AHEAD_DAYS = 14;
const LATE_DAYS = 30;

/** Whether what is due on that day stands on Today. */
export function isPressing(due: string, today: string): boolean {
  const days = daysBetween(today, due);
  return days <= AHEAD_DAYS && days >= -LATE_DAYS;
}

/** A commitment and the visit that it was made on. */
export interface Kept extends Promised {
  visit: Card;
}

/** The commitments that stand on Today, the longest overdue first. What was amended stands in the amendment. */
export function pressing(visits: readonly Card[], today: string): Kept[] {
  const standing = visits.filter((visit) => visit.promises && visit.status !== 'withdrawn');
  const amended = new Set(standing.map(({ of }) => of));
  const all = standing.filter(({ id }) => !amended.has(id)).flatMap((visit) => (visit.promises ?? []).map((one) => ({ ...one, visit })));
  return all.filter(({ due }) => isPressing(due, today)).sort((one, other) => one.due.localeCompare(other.due));
}
