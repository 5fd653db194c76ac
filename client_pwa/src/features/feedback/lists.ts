// Which list a feedback item stands in, what is asked of whom, and in what order. Pure: cards, the person and the
// office's day are arguments.
import type { Card } from '../../store/cards.ts';
import { daysBetween } from '../days.ts';

export const FEEDBACK_LISTS = ['mine', 'open', 'answered', 'closed'] as const;
export type FeedbackList = (typeof FEEDBACK_LISTS)[number];
export type Asked = 'owner' | 'answer' | 'confirm' | 'extension';

/** How the person stands to feedback: the roles that give him something to do with it. */
export interface Standing {
  me: string;
  isClerk: boolean;
  isSupervisor: boolean;
  agencies: ReadonlySet<string>;
  /** The communes that the person is a contact of. */
  contactOf: ReadonlySet<string>;
  /** Whether the unit has a contact; where there is none, who raised an item confirms it. */
  hasContact(unit: string): boolean;
}

/** What the item asks of this person now; null: nothing. */
export function asked(card: Card, who: Standing): Asked | null {
  if (card.status === 'new') return who.isClerk ? 'owner' : null;
  if (card.status === 'owned') return askedWhileOwned(card, who);
  return card.status === 'answered' && mayClose(card, who) ? 'confirm' : null;
}

function askedWhileOwned(card: Card, who: Standing): Asked | null {
  if (card.owner && who.agencies.has(card.owner)) return 'answer';
  return card.asked_until && who.isSupervisor ? 'extension' : null;
}

function mayClose(card: Card, who: Standing): boolean {
  if (!card.unit || (card.owner && who.agencies.has(card.owner))) return false;
  return who.hasContact(card.unit) ? who.contactOf.has(card.unit) : card.author === who.me;
}

// Calendar days past its date after which a matter goes up a level: derived, never a state.
export const ESCALATED_AFTER_DAYS = 7;

/** Days past the due date; 0 when there is none, when it has not passed, and for what is answered or closed. */
export function daysLate(card: Pick<Card, 'status' | 'due'>, today: string): number {
  const open = card.status === 'new' || card.status === 'owned';
  return open && card.due && card.due < today ? daysBetween(card.due, today) : 0;
}

/** Every card in its lists: what is asked of the person stands in *mine* too. Most urgent first; closed newest first. */
export function feedbackLists(cards: readonly Card[], who: Standing): Record<FeedbackList, Card[]> {
  const lists: Record<FeedbackList, Card[]> = { mine: [], open: [], answered: [], closed: [] };
  for (const card of cards) {
    if (asked(card, who)) lists.mine.push(card);
    lists[listOf(card)].push(card);
  }
  for (const name of FEEDBACK_LISTS) lists[name].sort(name === 'closed' ? byAge : byDue);
  return lists;
}

function listOf(card: Card): FeedbackList {
  if (card.status === 'confirmed') return 'closed';
  return card.status === 'answered' ? 'answered' : 'open';
}

function byDue(one: Card, other: Card): number {
  return (one.due ?? '9').localeCompare(other.due ?? '9') || one.at - other.at;
}

function byAge(one: Card, other: Card): number {
  return other.at - one.at;
}

/** Open items of the same unit and theme: perhaps the same matter, which then wants a message, not a second item. */
export function similarOpen(cards: readonly Card[], unit: string | null, theme: string | null): Card[] {
  if (!unit || !theme) return [];
  return cards.filter((card) => card.unit === unit && card.theme === theme && card.status !== 'confirmed');
}

/** Whether others that say the same wait for this item, as far as this phone may read them. Of one unlinked again, no. */
export function hasLinked(cards: readonly Pick<Card, 'status' | 'original'>[], id: string): boolean {
  return cards.some(({ status, original }) => status === 'linked' && original === id);
}
