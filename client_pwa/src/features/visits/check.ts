// What is wrong with the report on the screen, for this person and day, and the sentence for each. The rules are in
// rules.ts and people/rules.ts; the office decides again with the same.
import { t } from '../../view/t.svelte.ts';
import { dayText } from '../../view/format.ts';
import { addDays } from '../days.ts';
import { faultText } from '../faults.ts';
import type { Scope } from '../people/rules.ts';
import { checkPlace } from './place.ts';
import { checkCharacters, checkReport, type Content, type Problem } from './rules.ts';

export interface Checker {
  scope: Scope;
  me: string;
  /** The office's civil day. */
  today: string;
}

/** Everything that the form should say before the report goes. */
export function checkDraft(content: Content, { scope, me, today }: Checker): Problem[] {
  return [...checkReport(content, addDays(today, 1)), ...checkPlace(content, scope, me), ...checkCharacters(content)];
}

/**
 * Whether the report must wait for it. A date to come only warns: the phone's clock may be the one that is wrong,
 * and the office knows its own day.
 */
export function mustWait(problem: Problem): boolean {
  return problem.code !== 'date_in_future';
}

/** Whether it is said at once, and not only when the person wants to send: a form half filled is no mistake. */
export function isMistake(problem: Problem): boolean {
  return problem.code !== 'missing' && problem.code !== 'empty_report';
}

/** What is not right, and what to do. */
export function problemText({ code, field, limit }: Problem, content: Content): string {
  if (code === 'missing' && (field === 'unit' || field === 'kind' || field === 'starts')) {
    return t(`visits-bad-missing-${field}`);
  }
  if (code === 'unit_outside_assignment') return t('visits-bad-outside', { day: dayText(content.starts ?? '') });
  return faultText(code, { limit: limit ?? 0 });
}
