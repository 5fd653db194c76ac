// A thread as it is read: messages of people, and thin lines for what the workflow did. Reads the directory for names.
import type { Feedback, ThreadEntry } from '../../sync/records.ts';
import type { Said } from '../../ui/Thread.svelte';
import { erasedText } from '../../view/erased.ts';
import { dayText, instantText } from '../../view/format.ts';
import { t } from '../../view/t.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';

interface Reading {
  me: string;
  /** The office's present instant, ms. */
  now: number;
  /** Entries that have not reached the office. */
  pending: ReadonlySet<string>;
}

/** The whole thread, oldest first; the matter itself is its first message. */
export function said(item: Feedback, reading: Reading): Said[] {
  return item.thread.map((entry) => sayOne(item, entry, reading));
}

function sayOne(item: Feedback, entry: ThreadEntry, { me, now, pending }: Reading): Said {
  const person = directory.person(entry.person);
  const opens = entry.kind === 'raised' || entry.kind === 'split_off';
  const said = (opens ? item.matter : entry.text) ?? (opens ? erasedText(item, 'matter') : erasedText(item, 'thread', `thread/${entry.id}/text`));
  const words = entry.document ? `${said ?? ''}\n${t('feedback-entry-document', { document: entry.document })}`.trim() : said;
  const event = eventText(entry, person?.name ?? '');
  return {
    id: entry.id,
    kind: words && !isLine(entry) ? 'message' : 'event',
    text: (isLine(entry) && words ? `${event}: ${words}` : (words ?? event)) || event,
    when: instantText(entry.at, now),
    own: entry.person === me,
    name: person?.name,
    office: (entry.agency && directory.agency(entry.agency)?.name) || (person?.title ?? undefined),
    title: entry.kind === 'message' || entry.kind === 'raised' ? undefined : titleText(entry),
    mark: pending.has(entry.id) ? 'queued' : null,
  };
}

/** What the workflow did, rather than what somebody said. */
function isLine({ kind }: ThreadEntry): boolean {
  return ['owned', 'handed', 'extended', 'due_set', 'referred', 'linked', 'unlinked', 'joined', 'split', 'moved'].includes(kind);
}

function eventText(entry: ThreadEntry, name: string): string {
  const day = entry.due ? dayText(entry.due) : '';
  const agency = directory.agency(entry.owner)?.name ?? '';
  switch (entry.kind) {
    case 'owned':
      return day ? t('feedback-entry-owned-due', { agency, day }) : t('feedback-entry-owned', { agency });
    case 'handed':
      return t('feedback-entry-handed', { agency });
    case 'extended':
      return t('feedback-entry-extended', { day });
    case 'due_set':
      return t('feedback-entry-due_set', { day });
    case 'moved':
      return t('feedback-entry-moved', { unit: directory.unitLong(entry.unit) });
    case 'referred':
    case 'linked':
    case 'unlinked':
    case 'joined':
    case 'split':
      return t(`feedback-entry-${entry.kind}`);
    case 'confirmed':
      return t('feedback-entry-confirmed-line', { name });
    case 'reopened':
      return t('feedback-entry-reopened-line', { name });
    default:
      return titleText(entry) ?? '';
  }
}

function titleText(entry: ThreadEntry): string | undefined {
  switch (entry.kind) {
    case 'answered':
    case 'listed':
      return entry.outcome ? t(`feedback-entry-${entry.kind}`, { outcome: t(`feedback-outcome-${entry.outcome}`) }) : undefined;
    case 'explained':
      return t('feedback-entry-explained');
    case 'confirmed':
      return t('feedback-entry-confirmed');
    case 'reopened':
      return t('feedback-entry-reopened');
    case 'extension_asked':
      return t('feedback-entry-extension_asked', { day: entry.due ? dayText(entry.due) : '' });
    case 'raised':
    case 'split_off':
    case 'closed_with':
    case 'corrected':
      return t(`feedback-entry-${entry.kind}`);
    default:
      return undefined;
  }
}
