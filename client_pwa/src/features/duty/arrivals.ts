// When the reports of a period's trips came: in time, sent off before the cut-off and received after, sent off after,
// not sent yet; and, once a period is closed, what came too late for its figures. Pure.
import type { Card } from '../../store/cards.ts';
import { civilDay } from '../../sync/days.ts';
import { arrival, type Span } from './periods.ts';

type Came = Pick<Card, 'day' | 'at' | 'first' | 'received' | 'status'>;
export interface Arrivals<C> {
  in_time: C[];
  received_after: C[];
  after: C[];
  waiting: C[];
  /** Received after the instant at which the figures were taken, or not yet. */
  late: C[];
}

/** The reports of trips that began in the period. `until`: when its figures were taken, ms; null while it is open. */
export function arrivals<C extends Came>(cards: readonly C[], span: Span, until: number | null): Arrivals<C> {
  const found: Arrivals<C> = { in_time: [], received_after: [], after: [], waiting: [], late: [] };
  for (const card of cards) {
    if (!card.day || card.day < span.first || card.day > span.last) continue;
    const { received = null } = card;
    if (received === null) found.waiting.push(card);
    else found[arrival(span.last, { submitted: civilDay(card.first ?? card.at), received: civilDay(received) })].push(card);
    if (until !== null && (received === null || received > until)) found.late.push(card);
  }
  return found;
}
