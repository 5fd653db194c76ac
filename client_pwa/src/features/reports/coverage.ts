// Which communes had a visit in a period and in the one before. Pure: cards and periods are arguments.
import type { Card } from '../../store/cards.ts';
import type { Span } from '../duty/periods.ts';

type Visit = Pick<Card, 'unit' | 'day' | 'status'>;

/** The communes among `communes` with a visit that was sent, in the first period and in the second, the one before. */
export function coverage(
  communes: readonly string[],
  visits: readonly Visit[],
  [now, earlier]: readonly (Span | null | undefined)[],
): { visited: Set<string>; before: Set<string> } {
  return { visited: visitedIn(communes, visits, now), before: visitedIn(communes, visits, earlier) };
}

function visitedIn(communes: readonly string[], visits: readonly Visit[], span: Span | null | undefined): Set<string> {
  const there = visits.filter(({ day, status }) => span && day && span.first <= day && day <= span.last && status !== 'withdrawn');
  const seen = new Set(there.map(({ unit }) => unit));
  return new Set(communes.filter((commune) => seen.has(commune)));
}
