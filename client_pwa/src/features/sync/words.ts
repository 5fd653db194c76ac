// An op in words: what was done, and to which thing. Reads the directory for names; writes nothing.
import type { Op } from '../../sync/operations.ts';
import { family } from '../../sync/operations.ts';
import { language } from '../../view/t.svelte.ts';
import { cards, directory } from '../../view/tables.svelte.ts';

/** What was done: "Send a report". */
export function whatText(op: Pick<Op, 'kind'>): string {
  return language.say(`sync-what-${op.kind.replace('.', '_')}`, null);
}

/** The thing it was done to: the unit, with its district. */
export function aboutText(entity: string, id: string): string {
  const kind = family(entity);
  const card = kind === 'feedback' ? cards('feedback').get(id) : (cards('visit').get(id) ?? cards('draft').get(id));
  return [directory.unitLong(card?.unit ?? null), card?.number].filter((part) => part).join(', ');
}

/** The address where the thing is looked at; null for a thing without one. */
export function hrefOf(entity: string, id: string, writes = false): string | null {
  const kind = family(entity);
  if (kind === 'feedback') return `/feedback/${id}`;
  if (kind === 'invitation') return `/invitations/${id}`;
  if (kind === 'preference') return '/reminders/settings';
  if (kind === 'closing') return '/duty/periods';
  if (kind === 'task') return `/tasks/${id}`;
  return kind === 'visit' ? `/visits/${id}${writes ? '/edit' : ''}` : null;
}
