// The card of a notice: one while it stands and nobody has read it, for the count. Pure, and small: every start has it.
import { blankCard, type CardMaker } from '../../store/cards.ts';

export const noticeCard: CardMaker = (making) => {
  const told = making.get('notice');
  return told && told.ended === null && told.read === null ? blankCard('notice', making.id) : null;
};
