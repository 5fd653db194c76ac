// A card: the 200–300 bytes that lists, search and counts need of a record. Types and helpers; each feature makes its
// own cards (features/*/cards.ts). Pure.
import type { Op } from '../sync/operations.ts';
import { isUnsent } from '../sync/operations.ts';
import type { EntityName, Records } from '../sync/records.ts';

/** Whether something of a record is not at the office yet, or was refused there. */
export type Mark = null | 'queued' | 'waiting' | 'needs';

export interface Card {
  entity: EntityName;
  id: string;
  /** What a list shows besides the unit: a village, the beginning of a matter, a comment. */
  title: string | null;
  /** Folded words to search in, the unit's names among them. */
  text: string;
  unit: string | null;
  /** The kind of visit or feedback. */
  kind: string | null;
  /** The civil day it is about. */
  day: string | null;
  /** For sorting what has no day, or several on one: ms. */
  at: number;
  /** The workflow's state: draft, queued, sent, returned, approved, withdrawn; new, owned, answered, confirmed; open … */
  status: string;
  mark: Mark;
  number: string | null;
  author: string | null;
  round: number | null;
  due: string | null;
  /** The record that this one belongs to: a review's or round's visit, a conflict's record. */
  of: string | null;
  owner: string | null;
  /** By when a feedback that nobody has answered shall have its first answer, ms. */
  answer_due?: number | null;
  /** The day that a feedback's owner asks to have its due date moved to. */
  asked_until: string | null;
  theme: string | null;
  urgency: string | null;
  /** The item of the same matter that answers for a linked one. */
  original?: string | null;
  /** Written, raised or accompanied by the person of this phone. */
  mine: boolean;
  /** Who went along on a visit. */
  companions?: readonly string[];
  /** When its first round was sent, where that is not `at`, ms. */
  first?: number;
  /** When the office got it first, ms on its clock. */
  received?: number | null;
  /** What the person of this phone promised in it, and by which day. */
  promises?: readonly Promised[];
  /** Deleted by its writer, when: kept for 30 days. */
  deleted: number | null;
}

/** A commitment that has a due date. */
export interface Promised {
  id: string;
  text: string | null;
  due: string;
}

/** What a card is made from. */
export interface Making {
  id: string;
  me: string;
  /** The records of the same family with ops laid over, null where there is none. */
  get<E extends EntityName>(entity: E): Records[E] | null;
  /** The ops that are laid over them. */
  ops: readonly Op[];
  /** Whether this phone holds that op, or one that replaces it. Asked for outcomes only. */
  isHere(opId: string): boolean;
  /** The folded names of a unit and those above it. */
  unitText(unit: string | null): string;
}
export type CardMaker = (making: Making) => Card | null;

/** A card with nothing in it yet. */
export function blankCard(entity: EntityName, id: string): Card {
  const nothing = { title: null, unit: null, kind: null, day: null, number: null, author: null, round: null, due: null };
  const others = { of: null, owner: null, asked_until: null, theme: null, urgency: null, mine: false, deleted: null, mark: null };
  return { entity, id, text: '', at: 0, status: '', ...nothing, ...others };
}

/** The small mark beside the status: what needs the person first, then what waits. */
export function markOf(ops: readonly Op[]): Mark {
  if (ops.some((op) => op.state === 'refused')) return 'needs';
  if (ops.some((op) => op.state === 'held')) return 'waiting';
  return ops.some((op) => isUnsent(op) && !op.kind.startsWith('draft.')) ? 'queued' : null;
}
