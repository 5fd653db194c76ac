// The card of an invitation: what Today must know of it. Pure, and small: every start has it.
import { blankCard, type CardMaker } from '../../store/cards.ts';
import { answerOf } from './answers.ts';

/**
 * `due`: what it asks of the person, and the day: `asked` for an answer, `proposed` a word about the other time that
 * somebody proposed to him who invited, `accepted` to go there and to say that he came.
 */
export const invitationCard: CardMaker = (making) => {
  const each = making.get('invitation');
  if (!each) return null;
  const { log, invited } = each;
  const said = (person: string): string => answerOf(log, person)?.kind ?? 'asked';
  const waits = each.by === making.me && invited.some((person) => said(person) === 'proposed');
  const own = invited.includes(making.me) ? said(making.me) : '';
  const asks = waits ? 'proposed' : /^a(sk|cc)/.test(own) ? own : '';
  return { ...blankCard('invitation', making.id), due: asks && each.status === 'open' ? `${asks}:${each.ends}` : null };
};
