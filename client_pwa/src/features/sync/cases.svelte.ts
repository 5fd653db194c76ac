// What the office refused, as the office itself lists it: work of one's other devices, and, for a clerk, what others
// handed over. Read at the office when the sync screen opens; without a network there is none.
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import type { Op } from '../../sync/operations.ts';
import type { Value } from '../../sync/records.ts';
import { current } from '../../view/session.svelte.ts';

/** One refused operation as the office keeps it. `at` is the phone's clock, ms. */
export interface RefusedOp {
  op_id: string;
  kind: string;
  sentence: string;
  at: number;
  words: { path: string; value: Value }[];
}
/** Refused operations on one record. `handed`: since when the office has been looking after it, ms. */
export interface Case {
  author: string;
  author_name: string;
  record: string;
  handed: number | null;
  ops: RefusedOp[];
}

class Cases {
  own = $state.raw<readonly Case[]>([]);
  handed = $state.raw<readonly Case[]>([]);

  /** Reads both lists anew; an office that cannot be reached leaves them as they are. */
  async read(): Promise<void> {
    this.own = await list('/api/cases', this.own);
    this.handed = await list('/api/cases/handed', this.handed);
  }

  /** Since when the office has been looking after that operation. */
  since(opId: string): number | null {
    return this.own.find((one) => one.ops.some((op) => op.op_id === opId))?.handed ?? null;
  }
}
export const cases = new Cases();

async function list(url: string, before: readonly Case[]): Promise<readonly Case[]> {
  return ask(browser, 'GET', url).then((body) => body as unknown as Case[], () => before);
}

/** Puts the own operations into the office's hands. Throws SessionError. */
export async function handOver(ops: readonly string[]): Promise<void> {
  await ask(browser, 'POST', '/api/cases/hand-over', { ops });
  await cases.read();
}

/** Tells the office that nobody needs that operation any more. Out of reach, it stays there for its author to close. */
export async function closeQuietly(opId: string): Promise<void> {
  const author = current()?.person;
  await ask(browser, 'POST', '/api/cases/close', { author, ops: [opId] }).catch(() => null);
  await cases.read();
}

/** Lets a case count as it is, or closes it. Answers why it was refused again, null when it was not. Throws SessionError. */
export async function look(way: 'again' | 'close', { author, ops }: Case): Promise<string | null> {
  const told = await ask(browser, 'POST', `/api/cases/${way}`, { author, ops: ops.map((op) => op.op_id) });
  await cases.read();
  const refused = Array.isArray(told) ? (told as { sentence: string | null }[]).find((one) => one.sentence !== null) : null;
  return refused?.sentence ?? null;
}

/** The operation as this phone would have it, for showing its words. */
export function asOp({ kind, words }: RefusedOp): Pick<Op, 'kind' | 'args' | 'patch'> {
  const under = (prefix: string): [string, Value][] =>
    words.flatMap(({ path, value }): [string, Value][] => (path.startsWith(prefix) ? [[path.slice(prefix.length), value]] : []));
  const args = Object.fromEntries(words.filter(({ path }) => !path.includes('.')).map(({ path, value }) => [path, value]));
  return { kind, args, patch: { set: Object.fromEntries(under('set.')), was: {}, add: Object.fromEntries(under('add.')) as Op['patch']['add'], del: {} } };
}
