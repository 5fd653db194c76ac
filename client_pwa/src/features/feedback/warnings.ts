// What must not be pasted into a matter: a denunciation of a person, a citizen's identity number. Pure. It only warns;
// the person decides, for a word alone proves nothing.
import { fold } from '../../view/fold.ts';

// "đơn tố cáo", "tố giác", "denounce", folded.
const DENUNCIATION = /\b(to cao|to giac|denounc\w*|denunciation)\b/;
// Twelve digits of a citizen's card, nine of the old one, in one piece and no part of a sum.
const IDENTITY = /(^|[^\d.,])(\d{12}|\d{9})(?![\d.,]*\d)/;

/** Whether the words read like a denunciation. */
export function looksLikeDenunciation(text: string): boolean {
  return DENUNCIATION.test(fold(text));
}

/** Whether an identity number seems to stand in the words. */
export function holdsIdentity(text: string): boolean {
  return IDENTITY.test(text);
}
