// When each occasion is told where the office has said nothing, and what its sentence can name. The days are those of
// server/features/occasions.py; both are held to sync/vectors/occasions.json. Pure.
import { OCCASIONS, type OccasionCode } from '../rules.ts';

type Variable = 'unit' | 'day' | 'number' | 'period' | 'time';

/** Days from the day it is about, as a rule of the office says them. */
export const DEFAULT_TURNS: Readonly<Record<OccasionCode, string>> = {
  visit_due: '-5 -1 1',
  report_unsent: '3 7',
  report_returned: '0 3',
  report_waiting: '1 3',
  commitment_due: '-3 0',
  item_unowned: '1 3',
  answer_due: '0 1',
  settlement_due: '-5 -1',
  settlement_overdue: '1',
  settlement_escalated: '7',
  extension_asked: '0 2',
  result_to_confirm: '0 3 7',
  invited: '0 2',
  invitation_eve: '-1',
  milestone_due: '-3 0 1',
  period_close: '1 3',
  phone_silent: '7 14',
  storage_unkept: '3 30',
  week: '0',
};

/** The occasion of that code; null when there is none in this build. */
export function occasionOf(code: string): OccasionCode | null {
  return OCCASIONS.find((each) => each === code) ?? null;
}

/** What the sentences of an occasion can name. */
export function variablesOf(code: OccasionCode): readonly Variable[] {
  if (code === 'period_close') return ['period', 'day'];
  if (code === 'phone_silent' || code === 'storage_unkept') return ['day'];
  if (code === 'invited' || code === 'invitation_eve') return ['unit', 'day', 'time'];
  return code.startsWith('report') || /^(item|answer|settlement|extension|result)/.test(code) ? ['unit', 'number', 'day'] : ['unit', 'day'];
}
