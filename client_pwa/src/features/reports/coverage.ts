// Which communes had a visit in a month and in the one before. Pure: cards and the month are arguments.
import type { Card } from '../../store/cards.ts';
import { addDays } from '../days.ts';

type Visit = Pick<Card, 'unit' | 'day' | 'status'>;

/** The communes among `communes` with a visit that was sent, in the month "2024-06" and in the month before it. */
export function coverage(
  communes: readonly string[],
  visits: readonly Visit[],
  month: string,
): { visited: Set<string>; before: Set<string> } {
  const earlier = addDays(`${month}-01`, -1).slice(0, 7);
  return { visited: visitedIn(communes, visits, month), before: visitedIn(communes, visits, earlier) };
}

function visitedIn(communes: readonly string[], visits: readonly Visit[], month: string): Set<string> {
  const there = visits.filter(({ day, status }) => day?.startsWith(month) && status !== 'withdrawn');
  const seen = new Set(there.map(({ unit }) => unit));
  return new Set(communes.filter((commune) => seen.has(commune)));
}
