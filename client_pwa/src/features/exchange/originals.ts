// Which open items may answer for another: those of the same unit and theme first. Pure.
import type { Card } from '../../store/cards.ts';

/** The open items that another can be linked to, the likeliest first, then the newest. */
export function originalsFor(cards: readonly Card[], item: { id: string; unit: string | null; theme: string | null }): Card[] {
  const open = cards.filter(({ id, status }) => id !== item.id && (status === 'new' || status === 'owned' || status === 'answered'));
  const likeness = (card: Card): number => (card.unit === item.unit ? 2 : 0) + (card.theme === item.theme ? 1 : 0);
  return open.sort((one, other) => likeness(other) - likeness(one) || other.at - one.at);
}
