// What people call an occasion.
import { t } from '../../../view/t.svelte.ts';
import { occasionOf } from './defaults.ts';

/** Its name; a code that this build does not know stays a code. */
export function occasionName(code: string): string {
  const known = occasionOf(code);
  return known ? t(`inbox-occasion-${known}`) : code;
}
