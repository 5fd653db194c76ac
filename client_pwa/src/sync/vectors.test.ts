// The golden cases that Python runs too (tests/sync/test_vectors.py).
import { describe, expect, it } from 'vitest';
import answers from '../../../sync/vectors/answers.json' with { type: 'json' };
import envelopes from '../../../sync/vectors/envelope.json' with { type: 'json' };
import folds from '../../../sync/vectors/fold.json' with { type: 'json' };
import values from '../../../sync/vectors/values.json' with { type: 'json' };
import { afterWrite, opAfter, type Stored } from './client.ts';
import { newOp, type Op, sealedRow } from './operations.ts';
import { applyPatch, type Patch } from './patch.ts';
import { readLine, requestText, type Results } from './protocol.ts';
import type { Body, Value } from './records.ts';
import { canonical, digest, hashed, wasOf } from './values.ts';

function said(body: Body): Record<string, Value> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined)) as Record<string, Value>;
}

describe('values', () => {
  it.each(values.cases)('$name', async ({ value, canonical: text, was, hash }) => {
    expect(canonical(value as Value)).toBe(text);
    expect(await wasOf(value as Value)).toEqual(was);
    expect(await hashed(value as Value)).toBe(hash);
  });
  it.each(values.digests)('$digest', async ({ values: list, digest: expected }) => {
    expect(await digest(list as Value[])).toBe(expected);
  });
});

describe('folding', () => {
  it.each(folds.cases)('$name', ({ entity, before, patch, after }) => {
    expect(said(applyPatch(entity, before as Body, patch as unknown as Patch))).toEqual(after);
  });
});

describe('answers', () => {
  it.each(answers.cases)('$name', ({ op, result, before, after }) => {
    const records = new Map<string, Stored>(before.map(({ entity, id, v, body }) => [`${entity}/${id}`, { v, body: body as unknown as Body }]));
    const [row] = (readLine(JSON.stringify({ results: [result] })) as Results).results;
    if (!row) throw new Error('no result');
    const done = opAfter({ ...op, args: {}, supersedes: [], problem: null, writes: null } as unknown as Op, row);
    for (const write of done.writes ?? []) {
      const [entity, id] = write;
      const next = afterWrite(done, write, records.get(`${entity}/${id}`) ?? null);
      if (next === null) records.delete(`${entity}/${id}`);
      else if (next) records.set(`${entity}/${id}`, next);
    }
    const found = [...records].map(([key, { v, body }]) => [key, v, said(body)]).sort();
    expect(found).toEqual(after.map(({ entity, id, v, body }) => [`${entity}/${id}`, v, body]).sort());
  });
});

describe('a request', () => {
  it('is the same to the byte', async () => {
    const { envelope, push, text } = envelopes;
    const sealed = envelopes.ops.map(async ({ op_id, at, ...intent }, seq) => {
      const op = newOp(intent as unknown as Op, { op_id, seq, at });
      return { ...op, sealed: { n: push.from + seq, inc: push.inc, old: null, ...(await sealedRow(op)) } };
    });
    expect(requestText(envelope, { ...push, ops: await Promise.all(sealed) })).toBe(text);
  });
});
