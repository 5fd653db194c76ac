// What a reviewer does, as operations of the outbox. Each names the round that was read: another round is stale.
import type { Section, Visit } from '../../sync/records.ts';
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';

/** What the reviewer wrote. `comment` null: nothing general (only an approval may do without). */
export interface Remarks {
  comment: string | null;
  sections: readonly Section[];
}

/** Tells the office that someone reads the report, so that it is not taken back meanwhile. */
export async function doBeginReview(visit: Visit): Promise<void> {
  await say('visit.begin_review', visit.id, { args: { round: visit.round } }, 'supervisor');
}

export async function doDecide(visit: Visit, decision: 'return' | 'approve', remarks: Remarks): Promise<void> {
  const sections = remarks.sections.map(({ id, text }) => [id, text]);
  const args = { round: visit.round, review: browser.newId(), comment: remarks.comment, sections };
  await say(`visit.${decision}`, visit.id, { args }, 'supervisor');
}
