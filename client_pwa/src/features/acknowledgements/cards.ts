// The card of an acknowledgement, by which a visit's page finds it. Pure.
import { blankCard, type CardMaker, markOf } from '../../store/cards.ts';

export const acknowledgementCard: CardMaker = (making) => {
  const said = making.get('acknowledgement');
  if (!said) return null;
  const { visit, round, person, stance, text, at } = said;
  return { ...blankCard('acknowledgement', making.id), of: visit, round, author: person, status: stance, title: text, at, mark: markOf(making.ops) };
};
