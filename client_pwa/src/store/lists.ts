// Which lists a card and an op stand in, and the boot row after one of them changed. Pure.
import { counts, isUnsent, type Op } from '../sync/operations.ts';
import type { Role } from '../sync/records.ts';
import type { BootRow, Duty, UnitName } from './boot.ts';
import type { Card } from './cards.ts';
import { isGoing } from './going.ts';

/** Who the person of this phone is for the lists. */
export interface Roles {
  has(role: Role): boolean;
  units(role: Role): readonly string[];
  agencies: readonly string[];
}

/** The roles that the duties give. Those that have not begun or have ended count too: lists only show what is there. */
export function rolesOf(duties: readonly Duty[]): Roles {
  return {
    has: (role) => duties.some((duty) => duty.role === role),
    units: (role) => duties.flatMap((duty) => (duty.role === role && duty.unit ? [duty.unit.id] : [])),
    agencies: duties.flatMap((duty) => (duty.role === 'agency' && duty.agency ? [duty.agency] : [])),
  };
}

/** The names of the lists that a card stands in. */
export function listsOf(card: Card, me: string, roles: Roles): string[] {
  if (card.deleted !== null) return ['deleted'];
  if (card.entity === 'draft') return ['draft'];
  if (card.entity === 'visit') return visitLists(card, me, roles);
  if (card.entity === 'feedback') return feedbackLists(card, roles);
  if (card.entity === 'outcome') return ['elsewhere'];
  if (card.entity === 'notice') return ['unread'];
  if (card.entity === 'invitation') return card.due ? [`meets:${card.due}`] : [];
  return card.entity === 'conflict' && card.status === 'open' && card.author === me ? ['conflict'] : [];
}

function visitLists(card: Card, me: string, roles: Roles): string[] {
  const lists = card.author === me ? [card.status] : [];
  if (card.status !== 'withdrawn') lists.push(...(card.promises ?? []).map(({ due }) => `promised:${due}`));
  if (card.status === 'sent' && card.author !== me && roles.has('supervisor')) lists.push('review');
  return lists;
}

function feedbackLists(card: Card, roles: Roles): string[] {
  const lists = [`feedback:${card.status}`];
  if (card.status === 'new' && roles.has('clerk')) lists.push('to_own');
  if (card.status === 'owned' && card.owner && roles.agencies.includes(card.owner)) lists.push('to_answer');
  if (card.status === 'answered' && card.unit && roles.units('contact').includes(card.unit)) lists.push('to_confirm');
  return lists;
}

/** The names of the lists that an op stands in. */
export function listsOfOp(op: Op): readonly string[] {
  if (op.state === 'refused') return ['refused'];
  if (counts(op)) return ['unsent'];
  return isUnsent(op) && op.kind.startsWith('draft.') ? ['typed'] : [];
}

/** The lists of what stands in stores of its own: drafts' words that no op carries yet, and photos on their way. */
export const STORED = [
  { store: 'draft', list: 'typed', stands: () => true },
  { store: 'photo', list: 'photos', stands: isGoing },
] as const;

/** The counts after one thing left the lists `before` and stands in `after`. A list of none is left out. */
export function recount(all: Record<string, number>, before: readonly string[], after: readonly string[]): Record<string, number> {
  const next = { ...all };
  for (const name of before) next[name] = (next[name] ?? 0) - 1;
  for (const name of after) next[name] = (next[name] ?? 0) + 1;
  for (const name of before) if (next[name] === 0) delete next[name];
  return next;
}

/** The row after one card changed: what came back, and the comment that came with it. */
export function noted(row: BootRow, to: { key: string; card: Card | null; me: string; unit: UnitName | null }): BootRow {
  const { card } = to;
  if (to.key.startsWith('review/')) return card ? withComment(row, card) : row;
  if (!to.key.startsWith('visit/')) return row;
  const id = to.key.slice('visit/'.length);
  const { [id]: _, ...others } = row.returned;
  if (card?.status !== 'returned' || card.author !== to.me) return { ...row, returned: others };
  const { number, kind, day, round } = card;
  return { ...row, returned: { ...others, [id]: { id, unit: to.unit, number, kind, day, round } } };
}

function withComment(row: BootRow, review: Card): BootRow {
  const visit = review.of ?? '';
  const newer = (row.comments[visit]?.round ?? 0) <= (review.round ?? 0);
  if (review.status !== 'returned' || !newer) return row;
  return { ...row, comments: { ...row.comments, [visit]: { round: review.round, text: review.title } } };
}
