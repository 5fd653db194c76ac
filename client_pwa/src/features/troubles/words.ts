// What was written in an op, or stands on one side of a conflict, in words. Reads the directory for names.
import { saveFile } from '../../store/files.ts';
import type { Op } from '../../sync/operations.ts';
import type { Conflict } from '../../sync/records.ts';
import { fieldSpec, kindSpec } from '../../sync/schema.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { dayText } from '../../view/format.ts';
import { language, type PlainKey, t } from '../../view/t.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { commitmentText, names } from '../visits/text.ts';

/** The words that a person wrote in it, for copying; empty when there are none. */
export function opText(op: Pick<Op, 'kind' | 'args' | 'patch'>): string {
  const said = ['text', 'comment'].map((name) => op.args[name]).filter((value) => typeof value === 'string');
  const remarks = [op.args['sections'], op.args['parts']].flatMap((rows) => (Array.isArray(rows) ? rows.map((row) => String((row as unknown[])[1])) : []));
  const { patchEntity } = kindSpec(op.kind);
  const typed = Object.entries(op.patch.set)
    .filter(([path]) => ['words', 'line'].includes(fieldSpec(patchEntity, path)?.type ?? ''))
    .map(([, value]) => value)
    .filter((value) => typeof value === 'string');
  const added = Object.values(op.patch.add).flatMap((rows) => (rows as unknown[][]).flatMap((row) => (Array.isArray(row) ? String(row[1] ?? '') : [])));
  return [...said, ...remarks, ...typed, ...added].filter((text) => text !== '').join('\n\n');
}

/** Puts a text where it can be pasted from. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toasts.show(t('sync-copied'));
}

/** Saves a text as a file of the person's own. */
export async function saveText(text: string): Promise<void> {
  await saveFile(new File([text], 'dia-ban.txt', { type: 'text/plain' }));
}

const FIELDS: Readonly<Record<string, PlainKey>> = {
  unit: 'visits-unit',
  kind: 'visits-kind',
  starts: 'visits-starts',
  ends: 'visits-ends',
  dates: 'visits-dates',
  village: 'visits-village',
  companions: 'visits-companions',
  attendance: 'visits-attendance',
  attendance_due: 'visits-attendance-due',
  attendance_present: 'visits-attendance-present',
  findings: 'visits-findings',
  difficulties: 'visits-difficulties',
  recommendations: 'visits-recommendations',
  proposals: 'visits-proposals',
  commitments: 'visits-commitments',
  place: 'visits-section-place',
  photos: 'visits-section-photos',
};

/** What one promise has, by the names that stand in its path: `commitments/<id>/due`. */
const COLUMNS: Readonly<Record<string, PlainKey>> = { text: 'visits-commitment-text', due: 'visits-commitment-due' };

/** The name of a field as the form has it, and of what is meant of one promise. */
export function fieldText(path: string | null): string {
  const [name = '', , column = ''] = (path ?? '').split('/');
  const keys = [FIELDS[name], COLUMNS[column]].filter((key) => key !== undefined);
  return keys.length > 0 ? keys.map((key) => t(key)).join(' · ') : (path ?? '');
}

/** Whether that place holds a text, which both sides can be kept in. */
export function isText(path: string | null): boolean {
  return ['words', 'line'].includes(fieldSpec('draft', path ?? '')?.type ?? '') || (path ?? '').endsWith('/text');
}

/** One side of a conflict as a person reads it. */
export function sideText(conflict: Pick<Conflict, 'field' | 'kind'>, value: string | null): string {
  if (value === null) return conflict.kind === 'delete' ? t('sync-deletes') : t('sync-nothing');
  const [name, child, column] = (conflict.field ?? '').split('/');
  if (conflict.field === 'unit') return directory.unitLong(value);
  if (name === 'starts' || name === 'ends' || column === 'due') return dayText(value);
  if (conflict.field === 'kind') return language.say(`visits-kind-${value}`, null);
  if (name === 'companions') return names(listIn(value) as string[]);
  if (conflict.field === 'commitments') return listIn(value).map(promise).join('\n');
  if (name === 'commitments' && child && !column) return promise(listIn(value));
  return conflict.field === 'status' ? stateText(value) : value;
}

const STATES: Readonly<Record<string, PlainKey>> = {
  sent: 'status-sent',
  returned: 'status-returned',
  approved: 'status-approved',
  withdrawn: 'status-withdrawn',
  new: 'status-new',
  owned: 'status-owned',
  answered: 'status-answered',
  confirmed: 'status-confirmed',
  approve: 'sync-what-visit_approve',
  return: 'sync-what-visit_return',
  withdraw: 'sync-what-visit_withdraw',
  own: 'sync-what-feedback_own',
  acknowledged: 'sync-what-acknowledgement_give',
  answer: 'sync-what-feedback_answer',
  confirm: 'sync-what-feedback_confirm',
  reopen: 'sync-what-feedback_reopen',
  'invitation.yes': 'sync-invitation-yes',
  'invitation.set': 'sync-what-invitation_set',
  'invitation.move': 'sync-what-invitation_move',
  'invitation.withdraw': 'sync-what-invitation_withdraw',
  'invitation.propose': 'sync-what-invitation_propose',
  'invitation.attend': 'sync-what-invitation_attend',
  'invitation.moved': 'sync-invitation-moved',
  'invitation.withdrawn': 'sync-invitation-withdrawn',
  'invitation.changed': 'sync-invitation-changed',
  'closing.close': 'sync-what-closing_close',
  'closing.lock': 'sync-what-closing_lock',
  'closing.reopen': 'sync-what-closing_reopen',
  'task.set': 'sync-what-task_set',
  'task.extend': 'sync-what-task_extend',
  'task.close': 'sync-what-task_close',
  'task.drop': 'sync-what-task_drop',
  'task.reopen': 'sync-what-task_reopen',
  'task.open': 'sync-task-open',
  'task.closed': 'sync-task-closed',
  'task.dropped': 'sync-task-dropped',
  open: 'sync-period-open',
  closed: 'sync-period-closed',
  locked: 'sync-period-locked',
};

function stateText(value: string): string {
  const key = STATES[value];
  return key ? t(key) : value;
}

function promise(row: unknown): string {
  const [, text = null, due = null] = Array.isArray(row) ? (row as (string | null)[]) : [];
  return commitmentText({ text, due });
}

/** A list as canonical JSON; a text that is none stays one text. */
function listIn(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [json];
  } catch {
    return [json];
  }
}
