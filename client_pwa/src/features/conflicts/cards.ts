// The card of what needs a person: two people's words in one place, or a decision about what has moved on. Pure.
import { blankCard, type CardMaker, markOf } from '../../store/cards.ts';

export const conflictCard: CardMaker = (making) => {
  const conflict = making.get('conflict');
  if (!conflict) return null;
  const mine = conflict.mine_by === making.me || conflict.theirs_by === making.me;
  const said = { kind: conflict.kind, title: conflict.field, of: conflict.record, round: conflict.round };
  const state = { status: conflict.state, mark: markOf(making.ops), mine, author: conflict.mine_by };
  return { ...blankCard('conflict', making.id), ...said, ...state, at: conflict.mine_at ?? conflict.theirs_at ?? 0 };
};
