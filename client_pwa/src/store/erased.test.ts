import { describe, expect, it } from 'vitest';
import { newOp, type Op, sealedRow } from '../sync/operations.ts';
import type { Row } from '../sync/protocol.ts';
import type { Body } from '../sync/records.ts';
import { commit, reading } from './commit.ts';
import { create, flush } from './drafts.ts';
import { withoutErased } from './erased.ts';
import { keep, type Kept } from './kept.ts';
import { sealAll, takeResults, takeSegment } from './outbox.ts';
import { Office } from './testing/office.ts';
import { newId, phone } from './testing/phone.ts';

const VISIT = '01900000-0000-7000-8000-000000000001';
const NAME = 'Nguyễn Văn Ẩn';
const DONE_AT = 1_000;

async function saved(at: number, set: Body): Promise<Op> {
  const intent = { kind: 'draft.save', id: VISIT, role: 'cadre' as const, args: {}, patch: { set, was: {}, add: {}, del: {} }, supersedes: [] };
  const op = newOp(intent, { op_id: `01900000-0000-7000-8000-0000000000${at % 90 + 10}`, seq: 1, at });
  return { ...op, state: 'done', pos: at, sealed: { n: 1, inc: 'x', old: null, ...(await sealedRow(op)) } };
}

function row(entity: string, body: Body): Row {
  return { entity, id: VISIT, v: 2, body };
}

async function keptOps(store: Parameters<typeof reading>[0]): Promise<Op[]> {
  return [...(await reading(store).getAll<Kept>('kept')).values()].map(({ op }) => op);
}

describe('what the office erased', () => {
  it('goes from what is kept for a refill, and only that [invariant no-value-vanishes]', async () => {
    const { store } = await phone(new Office());
    const old = await saved(DONE_AT, { findings: `Gặp ${NAME}.`, village: 'Thôn 3' });
    const later = await saved(DONE_AT + 20, { findings: 'Kênh N3.' });
    await commit(store, async (step) => {
      for (const op of [old, later]) await keep(step, op, 1);
    });
    const rows = [row('report', { erased: [['findings', DONE_AT + 10]], findings: null })];
    await takeSegment(store, null, { kind: 'segment', rows, gone: [], cursor: 'c', pos: 9 });
    const [first, second] = await keptOps(store);
    expect(JSON.stringify(first)).not.toContain(NAME);
    expect(first?.patch.set).toEqual({ findings: '…', village: 'Thôn 3' });
    expect(first?.sealed?.bytes).toContain('Thôn 3');
    expect(second?.patch.set).toEqual({ findings: 'Kênh N3.' });
  });

  it('goes too where only what an op itself wrote tells of it [invariant no-value-vanishes] [invariant photo-whole]', async () => {
    const { store } = await phone(new Office());
    const id = create({ unit: newId(), findings: `Gặp ${NAME}.` }, store);
    await flush(store);
    const { ops } = await sealAll(store);
    await commit(store, async (step) => {
      step.put('photo', VISIT, { id: VISIT, state: 'waiting' });
      step.put('blob', VISIT, new ArrayBuffer(8));
    });
    const [{ sealed, at }] = ops as [(typeof ops)[0]];
    const erased = { erased: [['findings', at + 10]], findings: null };
    const writes = [['draft', id, 1, erased], ['attachment', VISIT, 1, { visit: id, state: 'erased' }]] as const;
    await takeResults(store, ops, [{ n: sealed.n, outcome: 'applied', v: 1, pos: 9, writes, problem: null }]);
    await takeSegment(store, null, { kind: 'segment', rows: [], gone: [], cursor: 'c', pos: 9 });
    expect((await keptOps(store)).map((op) => op.patch.set['findings'])).toEqual(['…']);
    for (const name of ['photo', 'blob'] as const) expect(await reading(store).keys(name)).toEqual([]);
  });

  it('goes with the bytes of a photo', async () => {
    const { store } = await phone(new Office());
    await commit(store, async (step) => {
      step.put('photo', VISIT, { id: VISIT, state: 'complete' });
      step.put('blob', VISIT, new ArrayBuffer(8));
    });
    await takeSegment(store, null, { kind: 'segment', rows: [row('attachment', { visit: VISIT, state: 'erased' })], gone: [], cursor: 'c', pos: 9 });
    expect(await reading(store).getMany('blob', [VISIT])).toEqual([undefined]);
    expect(await reading(store).getMany('photo', [VISIT])).toEqual([undefined]);
  });

  it('leaves nothing in the stead of a day, which no sign can stand for [invariant no-value-vanishes]', async () => {
    const [text, due] = [`commitments/${VISIT}/text`, `commitments/${VISIT}/due`];
    const op = await saved(DONE_AT, { [text]: NAME, [due]: '2024-07-01', village: 'Thôn 3' });
    const clean = await withoutErased(op, new Map([['commitments', DONE_AT]]));
    expect(clean.patch.set).toEqual({ [text]: '…', [due]: null, village: 'Thôn 3' });
    expect(clean.sealed?.bytes).not.toContain('2024-07-01');
  });

  it('leaves an argument that is needed, but not its words', async () => {
    const entry = '01900000-0000-7000-8000-0000000000ee';
    const said = { ...(await saved(DONE_AT, {})), kind: 'feedback.message', args: { entry, text: NAME } };
    const clean = await withoutErased(said, new Map([[`thread/${entry}/text`, DONE_AT]]));
    expect(clean.args).toEqual({ entry, text: '…' });
    expect(clean.sealed?.bytes).not.toContain(NAME);
    expect((await withoutErased(said, new Map([['thread', DONE_AT - 1]]))).args['text']).toBe(NAME);
  });
});
