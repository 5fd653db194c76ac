/* Takes a paste into a long field, so that the person can take it back with Undo. Fetched when such a field is entered;
   without it the browser pastes as it always does. */
import { t } from '../view/t.svelte.ts';
import { fitting, pasted } from './pasted.ts';
import { toasts } from './toasts.svelte.ts';

/** Letters that a long text of any record may have; the office refuses more. */
const LIMIT = 20_000;

/** Puts the clipboard's text in place of what is marked in the field; says so where not all of it fits. */
export function paste(event: ClipboardEvent): void {
  const field = event.currentTarget as HTMLTextAreaElement;
  const [html = '', plain = ''] = ['text/html', 'text/plain'].map((type) => event.clipboardData?.getData(type));
  const text = pasted(html, plain);
  // A picture, or nothing that can be read: the browser knows what to do with it.
  if (text === '' || field.readOnly) return;
  event.preventDefault();
  const fits = fitting(text, LIMIT - field.value.length + (field.selectionEnd - field.selectionStart));
  if (fits.length < text.length) toasts.show(t('common-paste-cut', { limit: LIMIT }));
  // The one way that browsers remember for Undo; where there is none, the text itself matters more.
  if (fits === '' || document.execCommand('insertText', false, fits)) return;
  field.setRangeText(fits, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}
