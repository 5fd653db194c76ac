// The card of a feedback item. Pure.
import { blankCard, type CardMaker, markOf } from '../../store/cards.ts';
import { civilDay } from '../../sync/days.ts';
import type { ThreadEntry } from '../../sync/records.ts';
import { fold } from '../../view/fold.ts';

// What a list row can show of a matter.
const TITLE_CHARS = 120;

/** Whether the office has said something to the matter: by its agency, or on the spot. */
function isAnswer({ kind, role }: ThreadEntry): boolean {
  return kind === 'explained' || kind === 'split' || (role === 'agency' && (kind === 'message' || kind === 'answered'));
}

export const feedbackCard: CardMaker = (making) => {
  const item = making.get('feedback');
  if (!item) return null;
  const title = item.matter?.slice(0, TITLE_CHARS) ?? null;
  const text = [making.unitText(item.unit), fold(item.matter ?? ''), fold(item.number ?? '')].join(' ').trim();
  const said = { title, text, unit: item.unit, kind: item.kind, theme: item.theme, urgency: item.urgency };
  const place = { number: item.number, author: item.author, owner: item.owner, due: item.due, round: item.round };
  // What is linked waits for its original: nothing is asked of anybody.
  const linked = item.duplicate_of !== null && item.status !== 'confirmed';
  const state = { status: linked ? 'linked' : item.status, mark: markOf(making.ops), mine: item.author === making.me, asked_until: item.asked_until };
  const when = { day: civilDay(item.raised), at: item.raised, of: item.visit };
  const silent = item.answer_due !== null && !linked && !item.thread.some(isAnswer);
  const original = linked ? { original: item.duplicate_of } : {};
  return { ...blankCard('feedback', making.id), ...said, ...place, ...state, ...when, ...(silent && { answer_due: item.answer_due }), ...original };
};
