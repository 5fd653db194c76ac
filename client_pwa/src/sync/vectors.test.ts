// The golden cases that the phone and the office share: sync/vectors/*.json, run by pytest and here.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { afterWrite, opAfter, type Stored } from './client.ts';
import { type Intent, newOp, type Op, sealedRow } from './operations.ts';
import { applyPatch, type Patch, without } from './patch.ts';
import { readLine, requestText, type Results } from './protocol.ts';
import type { Body, Value } from './records.ts';
import { canonical, hashed, wasOf } from './values.ts';

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../sync/vectors/${name}.json`), 'utf8')) as T;
}

/** Without the fields that hold nothing: the cases do not name them. */
function named(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

interface ValueCase {
  name: string;
  value: Value;
  canonical: string;
  was: Value;
  hash: string;
}
describe('values', () => {
  it.each(vectors<{ cases: ValueCase[] }>('values').cases)('$name', async (one) => {
    expect(canonical(one.value)).toBe(one.canonical);
    expect(await wasOf(one.value)).toEqual(one.was);
    expect(await hashed(one.value)).toBe(one.hash);
  });
});

interface FoldCase {
  name: string;
  entity: string;
  before: Body;
  patch: Patch;
  after: Body;
}
describe('the fold', () => {
  it.each(vectors<{ cases: FoldCase[] }>('fold').cases)('$name', (one) => {
    expect(named(applyPatch(one.entity, one.before, one.patch))).toEqual(named(one.after));
  });
});

interface LeftCase {
  name: string;
  entity: string;
  patch: Patch;
  later: Patch;
  left: Patch;
}
describe('what is left of a patch', () => {
  it.each(vectors<{ without: LeftCase[] }>('fold').without)('$name', (one) => {
    expect(without(one.entity, one.patch, one.later)).toEqual(one.left);
  });
});

interface Placed extends Stored {
  entity: string;
  id: string;
}
interface AnswerCase {
  name: string;
  op: Pick<Op, 'kind' | 'id' | 'patch'>;
  result: unknown[];
  before: Placed[];
  after: Placed[];
}
describe('what a result makes of the records', () => {
  it.each(vectors<{ cases: AnswerCase[] }>('answers').cases)('$name', (one) => {
    const [result] = (readLine(JSON.stringify({ results: [one.result] })) as Results).results;
    const made = newOp({ ...one.op, role: 'cadre', args: {}, supersedes: [] }, { op_id: 'o', seq: 1, at: 1 });
    const records = new Map(one.before.map(({ entity, id, v, body }) => [`${entity}/${id}`, { v, body } as Stored]));
    const op = opAfter(made, result as Results['results'][number]);
    for (const write of op.writes ?? []) {
      const key = `${write[0]}/${write[1]}`;
      const next = afterWrite(op, write, records.get(key) ?? null);
      if (next === null) records.delete(key);
      else if (next) records.set(key, { v: next.v, body: named(next.body) });
    }
    expect(records).toEqual(new Map(one.after.map(({ entity, id, v, body }) => [`${entity}/${id}`, { v, body }])));
  });
});

interface EnvelopeCase {
  envelope: Parameters<typeof requestText>[0];
  push: { inc: string; from: number; prev: string };
  ops: (Intent & { op_id: string; at: number })[];
  text: string;
  quiet: { text: string };
}
describe('a request', () => {
  it('is the same to the byte', async () => {
    const one = vectors<EnvelopeCase>('envelope');
    const sealed = one.ops.map(async ({ op_id, at, ...intent }, place) => {
      const op = newOp(intent, { op_id, seq: place, at });
      return { ...op, sealed: { n: one.push.from + place, inc: one.push.inc, old: null, ...(await sealedRow(op)) } };
    });
    expect(requestText(one.envelope, { ...one.push, ops: await Promise.all(sealed) })).toBe(one.text);
    expect(requestText(one.envelope, null)).toBe(one.quiet.text);
  });
});
