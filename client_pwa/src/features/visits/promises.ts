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

/** The visits whose commitments stand: not what was withdrawn; what was amended stands in the amendment. */
export function standing(visits: readonly Card[]): Card[] {
  const there = visits.filter(({ status }) => status !== 'withdrawn');
  const amended = new Set(there.map(({ of }) => of));
  return there.filter(({ id }) => !amended.has(id));
}

/** The commitments that stand on Today, the longest overdue first. */
export function pressing(visits: readonly Card[], today: string): Kept[] {
  const all = standing(visits.filter(({ promises }) => promises)).flatMap((visit) => (visit.promises ?? []).map((one) => ({ ...one, visit })));
  return all.filter(({ due }) => isPressing(due, today)).sort((one, other) => one.due.localeCompare(other.due));
}
