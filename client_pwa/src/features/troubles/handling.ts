// What a person does about work that the office refused, at the office: nothing of it waits in the outbox.
import { tellDropped } from '../../store/dropped.ts';
import { here } from '../../store/here.ts';
import { ask } from '../../store/http.ts';
import { drop } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Op } from '../../sync/operations.ts';
import type { Value } from '../../sync/records.ts';
import { type Case, cases, type RefusedOp } from '../sync/cases.svelte.ts';

/** Puts the own operations into the office's hands. Throws SessionError. */
export async function handOver(ops: readonly string[]): Promise<void> {
  await ask(browser, 'POST', '/api/cases/hand-over', { ops });
  await cases.read();
}

/** Lets a refused operation of this phone go. What a clerk has in hand is his to close: the office sees to that. */
export async function letGo(opId: string): Promise<void> {
  await drop(opId);
  cases.forget(opId);
  await tellDropped(here());
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
