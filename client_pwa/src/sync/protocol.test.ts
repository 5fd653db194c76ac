import { describe, expect, it } from 'vitest';
import { batchOf, retryDelayMs } from './client.ts';
import { newOp, sealedRow, type Sealed } from './operations.ts';
import { NO_PATCH } from './patch.ts';
import { AnswerOrder, NotOurs, readLine, requestText } from './protocol.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const OP = '01900000-0000-7000-8000-0000000000a1';
const envelope = { person: ID, device: ID, sent: 5, cursor: null, bytes: 10 };

async function sealed(n: number, findings: string): Promise<{ kind: string; schema: number; sealed: Sealed }> {
  const patch = { ...NO_PATCH, set: { findings } };
  const op = newOp({ kind: 'visit.submit', id: ID, role: 'cadre', args: { round: 1 }, patch, supersedes: [] }, { op_id: OP, seq: n, at: 7 });
  return { kind: op.kind, schema: op.schema, sealed: { n, inc: ID, old: null, ...(await sealedRow(op)) } };
}

describe('the request', () => {
  it('is columnar: ops with the same columns stand in one group, and their bytes as they were sealed', async () => {
    const ops = [await sealed(1, 'a'), await sealed(2, 'b')];
    const request = JSON.parse(requestText(envelope, { inc: ID, from: 1, prev: null, ops })) as Record<string, unknown>;
    expect(request).toEqual({
      p: 1, person: ID, device: ID, sent: 5, cursor: null, want: { bytes: 10 },
      push: {
        inc: ID, from: 1, prev: null, refill: null,
        groups: [{ k: 'visit.submit', s: 1, cols: ['n', 'op_id', 'role', 'at', 'id', 'round', 'set.findings'], rows: [[1, OP, 'cadre', 7, ID, 1, 'a'], [2, OP, 'cadre', 7, ID, 1, 'b']] }],
      },
    });
  });

  it('leaves out what is not there', () => {
    const { bytes, ...rest } = envelope;
    expect(JSON.parse(requestText(envelope, null))).toEqual({ p: 1, ...rest, want: { bytes } });
    expect(JSON.parse(requestText(rest, null))).toEqual({ p: 1, ...rest });
    expect(JSON.parse(requestText({ ...rest, receipt: true }, null))).toEqual({ p: 1, ...rest, want: { receipt: true } });
  });

  it('names the earlier life for ops that it had taken, and keeps them apart from new ones', async () => {
    const [old, fresh] = [await sealed(1, 'a'), await sealed(2, 'b')];
    old.sealed = { ...old.sealed, old: { epoch: ID, pos: 9, outcome: 'applied', told: true } };
    const batch = batchOf([old, fresh], 1_000);
    expect(batch).toEqual([old]);
    const { push } = JSON.parse(requestText(envelope, { inc: ID, from: 1, prev: null, ops: batch })) as { push: { refill: unknown; groups: { cols: string[]; rows: unknown[][] }[] } };
    expect(push.refill).toEqual({ epoch: ID });
    expect(push.groups[0]?.cols.slice(0, 2)).toEqual(['n', 'old_pos']);
    expect(push.groups[0]?.rows[0]?.slice(0, 2)).toEqual([1, 9]);
  });
});

const HEAD = '{"p":1,"epoch":"e","last_n":0,"safe_pos":0,"error":null,"time":1}';

describe('the answer', () => {
  it('may have a head without what is not there', () => {
    const head = { epoch: ID, safe_pos: 3, time: 7 };
    expect(readLine(JSON.stringify({ p: 1, ...head }))).toEqual({ kind: 'head', ...head, last_n: 0, error: null });
  });

  it('is read line by line', () => {
    expect(readLine(HEAD)).toMatchObject({ kind: 'head', epoch: 'e', error: null });
    expect(readLine('{"results":[[57,"applied",3,8200]]}')).toEqual({ kind: 'results', results: [{ n: 57, outcome: 'applied', v: 3, pos: 8200, writes: null, problem: null }] });
    expect(readLine('{"rows":[{"e":"visit","s":1,"cols":["id","v","unit"],"rows":[["a",2,"u"]]}],"gone":[["visit","b"]],"cursor":"c","pos":9}')).toEqual({
      kind: 'segment', rows: [{ entity: 'visit', id: 'a', v: 2, body: { unit: 'u' } }], gone: [['visit', 'b']], cursor: 'c', pos: 9,
    });
    expect(readLine('{"end":true,"more":false}')).toEqual({ kind: 'end', more: false });
  });

  it.each([
    '<html>',
    '[]',
    'null',
    '{}',
    '{"p":2,"epoch":"e","last_n":0,"safe_pos":0,"error":null,"time":1}',
    '{"p":1,"epoch":"e","last_n":-1,"safe_pos":0,"error":null,"time":1}',
    '{"p":1,"epoch":"e","last_n":0,"safe_pos":0,"error":"fork","time":1}',
    '{"results":[[57,"ok",3,8200]]}',
    '{"results":[["57","applied",3,8200]]}',
    '{"results":[[57,"quarantined",null,null]]}',
    '{"results":{}}',
    '{"rows":[{"e":"visit","s":1,"cols":["id"],"rows":[["a"]]}],"cursor":"c","pos":9}',
    '{"rows":[{"e":"visit","s":1,"cols":["id","v","unit"],"rows":[["a",2]]}],"cursor":"c","pos":9}',
    '{"rows":[],"cursor":null,"pos":9}',
    '{"end":true}',
  ])('refuses what is not one of its lines: %s', (line) => {
    expect(() => readLine(line)).toThrow(NotOurs);
  });

  it('comes in its order, and is complete only with its end', () => {
    const order = new AnswerOrder();
    expect(() => new AnswerOrder().next(readLine('{"end":true,"more":false}'))).toThrow(NotOurs);
    order.next(readLine(HEAD));
    expect(order.complete).toBe(false);
    order.next(readLine('{"end":true,"more":false}'));
    expect(order.complete).toBe(true);
    expect(() => order.next(readLine(HEAD))).toThrow(NotOurs);
  });
});

describe('trying again', () => {
  it('waits longer after each failure, with jitter, never more than 30 s', () => {
    expect([1, 2, 3, 10].map((failures) => retryDelayMs(failures, 0))).toEqual([500, 1_000, 2_000, 15_000]);
    expect(retryDelayMs(10, 0.999)).toBeLessThanOrEqual(30_000);
  });
});
