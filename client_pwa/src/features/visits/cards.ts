// The cards of a visit: draft, visit, earlier rounds, review comments and photos. Pure.
import type { Op } from '../../sync/operations.ts';
import type { Draft, PublicContent, Report } from '../../sync/records.ts';
import { isUnsent } from '../../sync/operations.ts';
import { isRefused } from '../../sync/overlay.ts';
import { blankCard, type Card, type CardMaker, type Making, markOf, type Promised } from '../../store/cards.ts';
import { fold } from '../../view/fold.ts';

// What a list row can show of a text.
const TITLE_CHARS = 120;

function words(making: Making, content: PublicContent, report: Pick<Report, 'village'> | null): Partial<Card> {
  const title = report?.village ?? null;
  const text = `${making.unitText(content.unit)} ${fold(title ?? '')}`.trim();
  return { title, text, unit: content.unit, kind: content.kind, day: content.starts };
}

export const draftCard: CardMaker = (making) => {
  const draft = making.get('draft');
  if (!draft) return null;
  const base = { ...blankCard('draft', making.id), ...words(making, draft, draft), mine: true };
  const round = making.get('visit')?.round ?? draft.round;
  const refused = making.ops.some((op) => op.state === 'refused' && isUnsentWork(op));
  return { ...base, at: draft.edited ?? 0, status: 'draft', mark: refused ? 'needs' : null, round, deleted: draft.deleted };
};

function isUnsentWork(op: Op): boolean {
  return op.kind === 'visit.submit' || op.kind === 'draft.save';
}

/** The workflow's state as the person knows it: what he sent waits in the queue until the office has it. */
function visitStatus(making: Making, status: string): string {
  const submitted = making.ops.filter((op) => op.kind === 'visit.submit' && !isRefused(op)).at(-1);
  const waits = submitted && (isUnsent(submitted) || submitted.state === 'held');
  return waits && status === 'sent' ? 'queued' : status;
}

export const visitCard: CardMaker = (making) => {
  const visit = making.get('visit');
  if (!visit) return null;
  const report = making.get('report');
  const mine = visit.author === making.me || (report?.companions.includes(making.me) ?? false);
  const base = { ...blankCard('visit', making.id), ...words(making, visit, report), mine };
  const said = { number: visit.number, author: visit.author, round: visit.round, owner: visit.reviewing, of: visit.amends };
  const text = visit.number ? `${base.text} ${fold(visit.number)}` : (base.text ?? '');
  const at = visit.submitted ?? 0;
  const promises = visit.author === making.me ? promised(visit) : [];
  const companions = report?.companions ?? [];
  // Whether it came in time is asked of the first round: a correction does not make it late.
  const first = visit.first_submitted ?? at;
  const went = { received: visit.first_received ?? visit.received, ...(first !== at && { first }), ...(companions.length > 0 && { companions }) };
  return { ...base, ...said, ...went, text, at, status: visitStatus(making, visit.status), mark: markOf(making.ops), ...(promises.length > 0 && { promises }) };
};

/** Commitments by which something is due. */
function promised({ commitments }: PublicContent): Promised[] {
  return commitments.flatMap(({ id, text, due }) => (due ? [{ id, text: text?.slice(0, TITLE_CHARS) ?? null, due }] : []));
}

export const roundCard: CardMaker = (making) => {
  const round = making.get('round');
  if (!round) return null;
  const base = { ...blankCard('round', making.id), ...words(making, round, round) };
  return { ...base, at: round.submitted ?? 0, status: 'sent', round: round.round, of: round.visit };
};

export const reviewCard: CardMaker = (making) => {
  const review = making.get('review');
  if (!review) return null;
  const base = { ...blankCard('review', making.id), title: review.comment?.slice(0, TITLE_CHARS) ?? null };
  const who = { author: review.reviewer, mine: review.reviewer === making.me };
  return { ...base, ...who, at: review.at, status: review.decision, round: review.round, of: review.visit };
};

export const attachmentCard: CardMaker = (making) => {
  const attachment = making.get('attachment');
  if (!attachment) return null;
  return { ...blankCard('attachment', making.id), status: attachment.state, of: attachment.visit };
};

/** Whether a draft holds anything that its writer typed or took, so that leaving it empty leaves nothing behind. */
export function hasWords(draft: Draft): boolean {
  const texts = [draft.village, draft.findings, draft.difficulties, draft.proposals, draft.recommendations];
  const lists = [draft.commitments, draft.companions, draft.photos];
  return texts.some((text) => (text ?? '').trim() !== '') || lists.some((list) => list.length > 0);
}
