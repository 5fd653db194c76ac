// The requests by which the office's own lists are brought: the office judges and takes them, so this needs a network.
// Throws SessionError with a code of the catalogue.
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import type { Role } from '../../sync/records.ts';

export type ListKind = 'feedback' | 'visits' | 'leave';
export type Verdict = 'new' | 'changed' | 'same' | 'ask' | 'bad';

/** Who answers for which list: a clerk gives items their owners and keeps the leave, a supervisor vouches for visits. */
export const ROLE_OF: Record<ListKind, Role> = { feedback: 'clerk', visits: 'supervisor', leave: 'clerk' };

export interface ListRow {
  row: number;
  verdict: Verdict;
  text: string;
  message?: string | null;
  /** The old code that it was typed in and read from; '' for Unicode. */
  letters: string;
}

/** A list that was checked row by row; nothing is written yet. */
export interface Checked {
  token: string;
  name: string;
  page: string;
  unread: string[];
  hidden: number;
  /** Rows that were typed in an old font, and are shown as Unicode. */
  converted: number;
  counts: Record<Verdict, number>;
  rows: ListRow[];
}

/** One step of taking it. `next`: where to go on; null at the end. */
export interface Step {
  total: number;
  next: number | null;
  taken: number;
  refused: ListRow[];
}

const BASE = '/api/lists';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const templateOf = (kind: ListKind) => `${BASE}/${kind}/template.xlsx`;
export const leftOf = (kind: ListKind, token: string) => `${BASE}/${kind}/left.xlsx?token=${token}`;

export function checkList(kind: ListKind, file: File): Promise<Checked> {
  const name = file.name.replace(/\.xlsx$/i, '').normalize('NFC').slice(0, 100);
  return ask(browser, 'POST', `${BASE}/${kind}?name=${encodeURIComponent(name)}`, new Blob([file], { type: XLSX })) as Promise<unknown> as Promise<Checked>;
}

export function takeList(kind: ListKind, token: string, after: number): Promise<Step> {
  return ask(browser, 'POST', `${BASE}/${kind}/confirm`, { token, after }) as Promise<unknown> as Promise<Step>;
}
