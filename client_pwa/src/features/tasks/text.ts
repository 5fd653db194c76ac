// How something stands to its date, in words.
import { t } from '../../view/t.svelte.ts';
import type { Due } from './rules.ts';

/** "xong đúng hạn", "xong, chậm 14 ngày", "quá hạn 3 ngày", "còn trong hạn". */
export function dueText({ state, days }: Due): string {
  if (state === 'done') return t('tasks-due-done');
  if (state === 'open') return t('tasks-due-open');
  return state === 'late' ? t('tasks-due-late', { days }) : t('tasks-due-overdue', { days });
}
