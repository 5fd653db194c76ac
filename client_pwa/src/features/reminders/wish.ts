// How a person wants to be told, as the form holds it and as it is kept. Pure.
import type { Preference } from '../../sync/systems.ts';
import type { Wish } from './actions.ts';

export const HOME_ZONE = 'Asia/Ho_Chi_Minh';
/** What the digest begins with when somebody wants one. */
export const DIGEST_AT = '07:00';

export interface WishForm extends Omit<Wish, 'silenced' | 'digest'> {
  together: boolean;
  digest: string;
  silenced: readonly string[];
}

/** What the form begins with: what was kept, or what the office does for who has said nothing. */
export function formOf(kept: Preference | null, locale: 'vi' | 'en'): WishForm {
  const usual = { zone: HOME_ZONE, quiet_from: '21:00', quiet_until: '06:30', show_text: false, language: locale, push: true, mail: true, gateway: true };
  if (!kept) return { ...usual, together: false, digest: DIGEST_AT, silenced: [] };
  const { zone, quiet_from, quiet_until, show_text, language, push, mail, gateway, digest, silenced } = kept;
  const said = { zone, quiet_from, quiet_until, show_text, language, push, mail, gateway };
  return { ...said, together: digest !== null, digest: digest ?? DIGEST_AT, silenced: (silenced ?? []).map(({ id }) => id) };
}

/** The whole record that the form stands for. */
export function wishOf({ together, digest, silenced, ...said }: WishForm): Wish {
  return { ...said, digest: together ? digest : null, silenced: silenced.map((id) => ({ id })) };
}
