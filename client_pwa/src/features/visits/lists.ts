// Which of the five lists a visit stands in, and in what order. Pure: cards and the person are arguments.
import type { Card } from '../../store/cards.ts';

export const VISIT_LISTS = ['draft', 'queued', 'sent', 'returned', 'approved'] as const;
export type VisitList = (typeof VISIT_LISTS)[number];

/** The list that the card stands in; null for what is in none (deleted, withdrawn). */
export function visitList(card: Card): VisitList | null {
  if (card.deleted !== null) return null;
  if (card.entity === 'draft') return 'draft';
  return VISIT_LISTS.find((list) => list === card.status) ?? null;
}

/** The lists that a reader has: who writes nothing has no drafts and no queue. */
export function listsFor(writes: boolean): readonly VisitList[] {
  return writes ? VISIT_LISTS : VISIT_LISTS.filter((list) => list !== 'draft' && list !== 'queued');
}

/** Every card in its list. Drafts by the last touch, the others by the day of the visit, newest first. */
export function visitLists(drafts: readonly Card[], visits: readonly Card[]): Record<VisitList, Card[]> {
  const lists: Record<VisitList, Card[]> = { draft: [], queued: [], sent: [], returned: [], approved: [] };
  for (const card of [...drafts, ...visits]) {
    const list = visitList(card);
    if (list) lists[list].push(card);
  }
  for (const list of VISIT_LISTS) lists[list].sort(list === 'draft' ? byTouch : byDay);
  return lists;
}

/** Drafts that were deleted less than 30 days ago, the last one first. */
export function deletedDrafts(drafts: readonly Card[]): Card[] {
  return drafts.filter((card) => card.deleted !== null).sort((one, other) => (other.deleted ?? 0) - (one.deleted ?? 0));
}

function byTouch(one: Card, other: Card): number {
  return other.at - one.at;
}

function byDay(one: Card, other: Card): number {
  return (other.day ?? '').localeCompare(one.day ?? '') || other.at - one.at;
}
