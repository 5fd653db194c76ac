// Splitting an item that holds several matters, linking one that says what another says: the phone's twin of
// check_parts and check_original in server/features/feedback/rules.py. Both run sync/vectors/feedback_joining.json. Pure.
import { FEEDBACK_KINDS, type Item, type Refusal, type RefusalCode, URGENCIES } from '../feedback/rules.ts';

export const PARTS_MIN = 2;
export const PARTS_MAX = 10;

/** One matter of several, as it will be an item of its own. */
export interface Part {
  id: string;
  text: string | null;
  kind: string | null;
  theme: string | null;
  urgency: string | null;
}

export type JoiningRefusal = Omit<Refusal, 'code'> & { code: RefusalCode | 'wrong_type' | 'already_done' };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Why an item cannot be split into these; null when it can. */
export function checkParts(parts: readonly Part[]): JoiningRefusal | null {
  if (parts.length < PARTS_MIN) return { code: 'missing', field: 'parts' };
  const ids = new Set(parts.map(({ id }) => id));
  if (ids.size < parts.length || !parts.every(({ id }) => ID.test(id))) return { code: 'wrong_type', field: 'parts' };
  for (const part of parts) {
    for (const field of ['text', 'kind', 'theme', 'urgency'] as const) {
      if ((part[field] ?? '').trim() === '') return { code: 'missing', field };
    }
    if (!FEEDBACK_KINDS.some((code) => code === part.kind)) return { code: 'unknown_code', field: 'kind' };
    if (!URGENCIES.some((code) => code === part.urgency)) return { code: 'unknown_code', field: 'urgency' };
  }
  return null;
}

/** Why an item cannot be linked to this one: it is the same, linked itself, or no longer open; null when it can. */
export function checkOriginal(original: Item, isItself: boolean): JoiningRefusal | null {
  if (isItself || original.is_linked) return { code: 'not_allowed', field: 'original' };
  return original.status === 'confirmed' ? { code: 'already_done', field: 'original' } : null;
}
