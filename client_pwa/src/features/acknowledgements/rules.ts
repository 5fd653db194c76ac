// Who may say what to a visit that was made to his commune: the phone's twin of
// server/features/acknowledgements/rules.py. Both run sync/vectors/acknowledgement_rules.json. Pure.
import type { Role, Stance, VisitState } from '../../sync/records.ts';

export const STANCES: readonly Stance[] = ['acknowledged', 'annotated', 'disputed'];

/** What the contact says: the round that he read, his stance, his words. */
export interface Word {
  round: number;
  stance: string;
  text?: string | null;
}

/** The visit as it stands, and how the person stands to it today. */
export interface Facts {
  status: VisitState;
  current: number;
  role: Role;
  is_contact: boolean;
}

/** Why it is not taken: a code of the catalogue (`stale`: another round stands now) and the field to look at. */
export interface Refusal {
  code: 'not_allowed' | 'unknown_code' | 'stale' | 'reason_required';
  field: string | null;
}

/** Why this person may not say this to the visit as it stands; null when he may. */
export function checkWord(word: Word, { status, current, role, is_contact }: Facts): Refusal | null {
  if (role !== 'contact' || !is_contact) return { code: 'not_allowed', field: null };
  if (!STANCES.some((stance) => stance === word.stance)) return { code: 'unknown_code', field: 'stance' };
  if (word.round !== current) return { code: 'stale', field: null };
  // What is being corrected is acknowledged when it has come again.
  if (status !== 'sent' && status !== 'approved') return { code: 'not_allowed', field: null };
  const worded = word.stance !== 'acknowledged';
  return worded && (word.text ?? '').trim() === '' ? { code: 'reason_required', field: 'text' } : null;
}
