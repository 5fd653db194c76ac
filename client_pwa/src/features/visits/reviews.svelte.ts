// What reviewers wrote about one visit, newest round first, and what of it the form and the page show.
import type { Review } from '../../sync/records.ts';
import { cards, directory } from '../../view/tables.svelte.ts';
import { open } from '../../view/record.svelte.ts';
import type { FieldRemark } from './form_card.ts';

interface LatestReturn {
  readonly review: Review | null;
  readonly remarks: readonly FieldRemark[];
}

/** The comment with which the visit came back last. */
export function latestReturn(visit: () => string): LatestReturn {
  const newest = $derived(reviewsOf(visit()).find(({ status }) => status === 'returned'));
  const record = open('review', () => newest?.id ?? '');
  const remarks = $derived(remarksOf(record.value));
  return {
    get review() {
      return record.value;
    },
    get remarks() {
      return remarks;
    },
  };
}

/** The review cards of a visit, the latest first. */
export function reviewsOf(visit: string) {
  const own = cards('review').rows.filter(({ of }) => of === visit);
  return own.sort((one, other) => (other.round ?? 0) - (one.round ?? 0) || other.at - one.at);
}

/** A review's comments on sections, as the form shows them. */
export function remarksOf(review: Review | null): FieldRemark[] {
  if (!review) return [];
  const by = directory.person(review.reviewer)?.name ?? '';
  return review.sections.map(({ id, text }) => ({ field: id, text, by }));
}
