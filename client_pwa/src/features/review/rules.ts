// What waits for a reviewer, and whether a decision may be said. Pure; the server decides the same in
// server/features/visits/rules.py and server/features/reviews.
import type { Role, VisitState } from '../../sync/records.ts';

/** What of a visit the queue depends on. */
export interface Reviewable {
  status: VisitState | string;
  author: string | null;
  at: number;
}

/** Whether the visit waits for this person's decision: it was sent, and someone else wrote it. */
export function awaitsReview(visit: Reviewable, me: string): boolean {
  return visit.status === 'sent' && visit.author !== me;
}

/** The queue, oldest first. */
export function reviewQueue<V extends Reviewable>(visits: readonly V[], me: string): V[] {
  return visits.filter((visit) => awaitsReview(visit, me)).sort((one, other) => one.at - other.at);
}

/** Why the decision cannot be said yet; null when it may. */
export function checkDecision(decision: 'return' | 'approve', comment: string | null): 'comment_required' | null {
  return decision === 'return' && !comment?.trim() ? 'comment_required' : null;
}

/** Whether the person may decide at all. */
export function mayReview(roles: readonly Role[]): boolean {
  return roles.includes('supervisor');
}
