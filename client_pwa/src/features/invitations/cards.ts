// The card of an invitation: what Today must know of it. Pure, and small: every start has it.
import { blankCard, type CardMaker, markOf } from '../../store/cards.ts';
import { answerOf } from './answers.ts';

/**
 * What it asks of the person: `asked` for an answer, `proposed` a word about the other time that somebody proposed to
 * him who invited, `accepted` to go there and to say that he came; else how it stands.
 */
export const invitationCard: CardMaker = (making) => {
  const each = making.get('invitation');
  if (!each) return null;
  const said = answerOf(each.log, making.me)?.kind;
  const waits = each.by === making.me && each.invited.some((person) => answerOf(each.log, person)?.kind === 'proposed');
  const mine = each.invited.includes(making.me) ? (said ?? 'asked') : each.status;
  const status = each.status === 'open' ? (waits ? 'proposed' : mine === 'proposed' ? 'open' : mine) : each.status;
  const about = { title: each.title, text: making.unitText(each.unit), unit: each.unit, kind: each.kind, day: each.ends };
  return { ...blankCard('invitation', making.id), ...about, status, author: each.by, round: each.round, mark: markOf(making.ops) };
};
