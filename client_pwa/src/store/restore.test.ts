import { beforeEach, describe, expect, it } from 'vitest';
import { newOp, type Op, type Write } from '../sync/operations.ts';
import { NO_PATCH } from '../sync/patch.ts';
import { commit, reading } from './commit.ts';
import { create, edit, flush, submit } from './drafts.ts';
import { waitingOps } from './intents.ts';
import * as kept from './kept.ts';
import { sealAll, takeSegment } from './outbox.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

let office: Office;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  tab = await phone(office);
});

/** A report that the office has acknowledged, while the rows that tell of it did not come through. */
async function acked(): Promise<string> {
  await tab.sync();
  const id = await sent();
  office.faults = ['cut_after_results'];
  await tab.sync();
  return id;
}

async function sent(findings = 'Đường hỏng'): Promise<string> {
  const id = create({ unit: newId(), kind: 'dialogue', starts: '2024-06-24', findings }, tab.store);
  await submit(id, 'cadre', tab.store);
  return id;
}

/** The office put back to what it was before anything came, and put in the place of the one that the phone knows. */
function putBack(change: Partial<Office>): Office {
  const restored = Object.assign(new Office(), change);
  restored.put('unit', newId(), { name: 'A' });
  restored.put('unit', newId(), { name: 'B' });
  tab.browser.fetch = restored.fetch;
  return restored;
}

async function keptOps(): Promise<string[]> {
  return (await tab.store.db.keys('kept')).map((key) => key.split('/').at(-1) ?? '');
}

const meta = () => reading(tab.store).meta();

describe('an office that was put back', () => {
  it('gets what it had taken in the same run, where the phone\'s place still holds [invariant restored-server-refilled] [failure 7]', async () => {
    const id = await acked();
    const restored = putBack({ epoch: 'e2', knowsOldPlaces: true });
    expect(await tab.sync()).toBe('done');
    expect(restored.read('report', id)?.['findings']).toBe('Đường hỏng');
    expect(restored.requests.at(-1)?.push).toMatchObject({ refill: { epoch: 'e1' } });
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('and does not know it gets everything again, not only what follows [invariant restored-server-refilled] [failure 8]', async () => {
    const id = await acked();
    const restored = putBack({});
    const later = await sent('sau đó');
    expect(await tab.sync()).toBe('done');
    expect(restored.read('report', id)?.['findings']).toBe('Đường hỏng');
    expect(restored.read('report', later)?.['findings']).toBe('sau đó');
  });

  it('answers in one breath for what is new: its results count although all was numbered anew [invariant at-most-once]', async () => {
    const id = await acked();
    const restored = putBack({ epoch: 'e2', knowsOldPlaces: true });
    (restored as unknown as { logs: Map<string, string[]> }).logs.set((await meta()).inc ?? '', [(await meta()).acked.op_id ?? '']);
    const later = await sent('sau đó');
    expect(await tab.sync()).toBe('done');
    expect((await tab.read('visit', later))?.number).toBe('BC-2024-001');
    expect((await tab.read('visit', id))?.number).toBe('BC-2024-002');
    expect(restored.outcomes.size).toBe(2);
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('is not asked again for what stands before a place that it still knows', async () => {
    await sent();
    await tab.sync();
    putBack({ epoch: 'e2', knowsOldPlaces: true });
    await tab.sync();
    expect(await waitingOps(tab.store)).toEqual([]);
    expect(await keptOps()).toHaveLength(1);
  });

  it('gets the photos again too', async () => {
    const visit = await sent();
    await tab.sync();
    const photo = { id: newId(), visit, sha: '', bytes: 1, width: 1, height: 1, state: 'complete', place: null, sent: 1, done: 1 };
    await commit(tab.store, async (step) => step.put('photo', photo.id, photo));
    putBack({ epoch: 'e2' });
    await tab.sync();
    expect((await reading(tab.store).getAll<{ state: string }>('photo')).get(photo.id)).toMatchObject({ state: 'waiting', sent: 0 });
  });
});

describe('what the office acknowledged', () => {
  it('is kept until every backup holds it', async () => {
    const id = await sent();
    await tab.sync();
    expect(await keptOps()).toEqual([id]);
    expect((await meta()).kept).toBeGreaterThan(100);
    office.safePos = office.pos;
    await tab.sync();
    expect(await keptOps()).toEqual([]);
    expect((await meta()).kept).toBe(0);
  });

  it('is bounded: the oldest go first, and how many is told [invariant work-is-bounded]', async () => {
    const ids = [];
    for (let at = 0; at < 5; at += 1) {
      ids.push(await sent(`Đường ${at}`));
      await tab.sync();
    }
    await commit(tab.store, (step) => kept.bound(step, 3_000));
    expect(await keptOps()).toEqual(ids.slice(-(await keptOps()).length));
    expect((await meta()).kept).toBeLessThanOrEqual(2_700);
    expect((await meta()).kept_cut).toBe(5 - (await keptOps()).length);
    expect((await meta()).kept_cut).toBeGreaterThan(0);
  });

  it('goes with the records that are this person\'s no more, and stays while one of them is left [invariant lost-scope-rows-go]', async () => {
    const id = await sent();
    await tab.sync();
    const gone = async (entity: string, cursor: string): Promise<unknown> => {
      const { cursor: before, pos } = await meta();
      return takeSegment(tab.store, before, { kind: 'segment', rows: [], gone: [[entity, id]], cursor, pos: pos + 1 });
    };
    await gone('report', 'c1');
    expect(await keptOps()).toEqual([id]);
    await gone('visit', 'c2');
    expect(await keptOps()).toEqual([]);
    expect((await meta()).kept).toBe(0);
  });

  /** An op that is done, which said something of `id` and wrote these. */
  const done = (kind: string, id: string, writes: readonly Write[]): Op => {
    const intent = { kind, id, role: 'cadre' as const, args: {}, patch: NO_PATCH, supersedes: [] };
    return { ...newOp(intent, { op_id: newId(), seq: 1, at: 1 }), state: 'done', outcome: 'applied', pos: 5, writes };
  };

  it('stays with the record that holds it, where the office put it into another than it was said for [invariant restored-server-refilled]', async () => {
    const [mine, there] = [newId(), newId()];
    await commit(tab.store, async (step) => {
      step.putRow('preference', there, { v: 2, body: {}, sweep: 0 });
      await kept.keep(step, done('preference.set', mine, [['preference', there, 2, { mail: true }]]), 5);
      await kept.forgetGone(step, [['preference', mine]]);
    });
    expect(await keptOps()).toEqual([there]);
    await commit(tab.store, async (step) => {
      step.putRow('preference', there, null);
      await kept.forgetGone(step, [['preference', there]]);
    });
    expect(await keptOps()).toEqual([]);
  });

  it('stays with its own record when it wrote only what stands beside it [invariant lost-scope-rows-go]', async () => {
    const id = newId();
    await commit(tab.store, (step) => kept.keep(step, done('draft.save', id, [['conflict', newId(), 1, { record: id }]]), 5));
    expect(await keptOps()).toEqual([id]);
  });
});

describe('words that were refused', () => {
  it('go with the next submission, against what stood there before them: nobody meets himself', async () => {
    const id = create({ unit: newId(), findings: 'x', village: 'Thôn 1' }, tab.store);
    await flush(tab.store);
    await tab.sync();
    edit(id, { village: 'Thôn 2' }, tab.store);
    office.refuses.set('visit.submit', 'end_before_start');
    await submit(id, 'cadre', tab.store);
    await tab.sync();
    office.refuses.clear();
    await submit(id, 'cadre', tab.store);
    await tab.sync();
    expect([...office.outcomes.values()].map(([outcome]) => outcome)).toEqual(['applied', 'quarantined', 'applied']);
    expect((await tab.read('report', id))?.village).toBe('Thôn 2');
  });

  it('go on as a draft when their writer goes on writing', async () => {
    office.refuses.set('visit.submit', 'end_before_start');
    const id = await sent();
    await tab.sync();
    edit(id, { starts: '2024-06-23', village: 'Thôn 3' }, tab.store);
    await flush(tab.store);
    await tab.sync();
    expect(await waitingOps(tab.store)).toEqual([]);
    expect(office.read('draft', id)).toMatchObject({ findings: 'Đường hỏng', starts: '2024-06-23', village: 'Thôn 3' });
    expect([...office.outcomes.values()].map(([outcome]) => outcome)).toEqual(['quarantined', 'applied']);
  });
});

describe('an answer that comes late', () => {
  it('does not bring back a record that has gone since [invariant lost-scope-rows-go] [failure 12]', async () => {
    const id = await sent();
    const { ops } = await sealAll(tab.store);
    office.faults = ['lose_answer'];
    await tab.sync();
    await commit(tab.store, async (step) => void (await step.changeMeta({ cursor: `e1|p1|d1|${office.pos}`, pos: office.pos, sweeping: false })));
    expect(ops).toHaveLength(1);
    await tab.sync();
    expect(await waitingOps(tab.store)).toEqual([]);
    expect(await tab.read('visit', id)).toBeNull();
  });
});
