// The sentence for a step that cannot be taken yet, to stand at its field.
import type { MessageKey } from '../../gen/messages.ts';
import { t } from '../../view/t.svelte.ts';
import { faultText } from '../faults.ts';
import type { Refusal } from './rules.ts';

const MISSING = {
  matter: 'feedback-bad-missing-matter',
  kind: 'feedback-bad-missing-kind',
  theme: 'feedback-bad-missing-theme',
  urgency: 'feedback-bad-missing-urgency',
  unit: 'feedback-bad-missing-unit',
  owner: 'feedback-bad-missing-owner',
  outcome: 'feedback-bad-missing-outcome',
  text: 'feedback-bad-missing-text',
  until: 'feedback-bad-missing-until',
  due: 'feedback-bad-missing-until',
} as const satisfies Record<string, MessageKey>;

/** What is missing in a field. */
export function missingText(field: keyof typeof MISSING): string {
  return t(MISSING[field]);
}

/** What is not right with the field, when the refusal is about it. */
export function refusalText(refusal: Refusal | null, field: keyof typeof MISSING): string | undefined {
  if (refusal?.field !== field) return undefined;
  if (refusal.code === 'missing' || (refusal.code === 'unknown_code' && field === 'outcome')) return missingText(field);
  return refusal.code === 'end_before_start' ? t('feedback-bad-past-day') : faultText(refusal.code);
}
