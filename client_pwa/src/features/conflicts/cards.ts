// The cards of what needs a person: two people's words in one place, a decision about what has moved on, and what the
// office refused of another of his devices. Pure.
import { blankCard, type CardMaker, markOf } from '../../store/cards.ts';

export const conflictCard: CardMaker = (making) => {
  const conflict = making.get('conflict');
  if (!conflict) return null;
  const mine = conflict.mine_by === making.me || conflict.theirs_by === making.me;
  const said = { kind: conflict.kind, title: conflict.field, of: conflict.record, round: conflict.round };
  const state = { status: conflict.state, mark: markOf(making.ops), mine, author: conflict.mine_by };
  return { ...blankCard('conflict', making.id), ...said, ...state, at: conflict.mine_at ?? conflict.theirs_at ?? 0 };
};

/** What came of another device, or of a store that is gone, and was refused; what this phone holds speaks for itself. */
export const outcomeCard: CardMaker = (making) => {
  const told = making.get('outcome');
  const settled = told?.outcome !== 'quarantined' || told.code === 'looked_after';
  if (!told || settled || making.isHere(told.op)) return null;
  return { ...blankCard('outcome', making.id), kind: told.entity, title: told.code, of: told.record };
};
