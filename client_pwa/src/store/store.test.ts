import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commit, reading } from './commit.ts';
import { create, edit, flush, remove, restore, submit } from './drafts.ts';
import { say, unsay, waitingOps } from './intents.ts';
import { sealAll } from './outbox.ts';
import { readBoot } from './project.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

const UNIT = '01890000-0000-7000-8000-00000000aa01';
const OUTCOME = '01890000-0000-7000-8000-00000000aa02';
let office: Office;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  office.put('unit', UNIT, { name: 'Ân Hảo Tây', type: 'commune', level: 'commune' });
  tab = await phone(office);
});

async function counts(of: Phone = tab): Promise<Record<string, number>> {
  return (await readBoot(reading(of.store))).counts;
}

async function written(of: Phone = tab): Promise<string> {
  const id = create({ unit: UNIT, kind: 'dialogue', starts: '2024-06-24', findings: 'Đường hỏng' }, of.store);
  await flush(of.store);
  return id;
}

/** Does something before that read of the phone's database, of those to come. */
function beforeRead(nth: number, work: () => Promise<unknown>): void {
  const { db } = tab.store;
  let reads = 0;
  for (const name of ['getMany', 'opsOf'] as const) {
    const real = db[name].bind(db) as (...asked: unknown[]) => Promise<never>;
    vi.spyOn(db, name).mockImplementation(async (...asked: unknown[]) => {
      reads += 1;
      if (reads === nth) await work();
      return real(...asked);
    });
  }
}

describe('writing a report', () => {
  it('is on the disk after flush, and stays a draft without any op', async () => {
    const id = await written();
    expect((await tab.read('draft', id))?.findings).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toEqual([]);
    expect((await counts())['draft']).toBe(1);
  });

  it('keeps the latest of many quick touches', async () => {
    const id = await written();
    for (const text of ['a', 'ab', 'abc']) edit(id, { findings: text }, tab.store);
    await flush(tab.store);
    expect((await tab.read('draft', id))?.findings).toBe('abc');
  });

  it('stands in the queue after submitting, and as sent with its number after one trip', async () => {
    const id = await written();
    await submit(id, 'cadre', tab.store);
    expect(await counts()).toMatchObject({ queued: 1, unsent: 1 });
    expect(await tab.read('draft', id)).toBeNull();
    expect(await tab.sync()).toBe('done');
    expect(await counts()).toMatchObject({ sent: 1 });
    expect((await counts())['unsent'] ?? 0).toBe(0);
    expect((await tab.read('visit', id))?.number).toBe('BC-2024-001');
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
    expect(office.requests).toHaveLength(1);
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('counts what it promised by the day that it is due, until it is taken back', async () => {
    const id = await written();
    edit(id, { commitments: [{ id: 'p1', text: 'Gửi bản đồ', due: '2024-07-01' }, { id: 'p2', text: 'Gọi lại', due: null }] }, tab.store);
    await flush(tab.store);
    expect((await counts())['promised:2024-07-01']).toBeUndefined();
    await submit(id, 'cadre', tab.store);
    expect((await counts())['promised:2024-07-01']).toBe(1);
    await tab.sync();
    expect((await counts())['promised:2024-07-01']).toBe(1);
    await say('visit.withdraw', id, { args: { round: 1 } }, 'cadre', tab.store);
    expect((await counts())['promised:2024-07-01']).toBeUndefined();
  });

  it('is sent once however often the button is tapped', async () => {
    const id = await written();
    const [one, other] = await Promise.all([submit(id, 'cadre', tab.store), submit(id, 'cadre', tab.store)]);
    expect(one).toBe(other);
    await tab.sync();
    expect((await tab.read('visit', id))?.round).toBe(1);
  });

  it('is deleted and brought back, before and after the deletion was sent', async () => {
    const id = await written();
    await tab.sync();
    await remove(id, tab.store);
    expect((await tab.read('draft', id))?.deleted).not.toBeNull();
    await restore(id, tab.store);
    expect(await waitingOps(tab.store)).toEqual([]);
    await remove(id, tab.store);
    await tab.sync();
    await restore(id, tab.store);
    await tab.sync();
    expect(office.read('draft', id)?.['deleted']).toBeNull();
  });

  it('can be unsaid until it is sealed', async () => {
    const op = await say('feedback.raise', '01890000-0000-7000-8000-0000000000f1', { args: { entry: '01890000-0000-7000-8000-0000000000e1' }, set: { matter: 'x' } }, 'cadre', tab.store);
    expect(await unsay(op, tab.store)).toBe(true);
    expect(await waitingOps(tab.store)).toEqual([]);
  });
});

describe('a report that a screen reads', () => {
  it.each([1, 2, 3, 4])('is shown while its words become an operation before read %i of a screen [invariant acked-is-durable]', async (nth) => {
    const id = await written();
    beforeRead(nth, () => sealAll(tab.store));
    expect((await tab.read('draft', id))?.findings).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toHaveLength(1);
  });

  it.each([1, 2, 3, 4])('is shown as sent while the office answers before read %i of a screen [invariant acked-is-durable]', async (nth) => {
    const id = await written();
    await submit(id, 'cadre', tab.store);
    beforeRead(nth, () => tab.sync());
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('is shown as sent while its rows follow the result before read %i of a screen [invariant acked-is-durable]', async (nth) => {
    await tab.sync();
    const id = await written();
    await submit(id, 'cadre', tab.store);
    office.faults = ['cut_after_results'];
    await tab.sync();
    expect(await waitingOps(tab.store)).toMatchObject([{ state: 'done' }]);
    beforeRead(nth, () => tab.sync());
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toEqual([]);
  });
});

describe('what is on a phone equals what is at the office', () => {
  it('after a pull on a second device of the person, whose draft it shares', async () => {
    const other = await phone(office, { device: 'd2' });
    const id = await written();
    await tab.sync();
    await other.sync();
    expect((await other.read('draft', id))?.findings).toBe('Đường hỏng');
    edit(id, { village: 'Thôn 2' }, other.store);
    await flush(other.store);
    await other.sync();
    await tab.sync();
    expect(await tab.read('draft', id)).toEqual(await other.read('draft', id));
    expect((await tab.read('draft', id))?.village).toBe('Thôn 2');
  });

  it('never conflicts with the own pending edits', async () => {
    const id = await written();
    for (const text of ['một', 'hai', 'ba']) {
      edit(id, { findings: text }, tab.store);
      await flush(tab.store);
      office.faults.push('lose_answer');
      await tab.sync();
    }
    await tab.sync();
    expect(office.read('draft', id)?.['findings']).toBe('ba');
    expect([...office.outcomes.values()].map(([outcome]) => outcome)).not.toContain('conflict');
  });

  it('shows both sides when two devices changed the same words unseen', async () => {
    const other = await phone(office, { device: 'd2' });
    const id = await written();
    await tab.sync();
    await other.sync();
    edit(id, { findings: 'của máy một' }, tab.store);
    edit(id, { findings: 'của máy hai' }, other.store);
    await Promise.all([flush(tab.store), flush(other.store)]);
    await tab.sync();
    await other.sync();
    expect((await other.read('draft', id))?.findings).toBe('của máy một');
    expect((await counts(other))['conflict']).toBe(1);
  });

  it('leaves what is gone, and keeps what is pending', async () => {
    const id = await written();
    await submit(id, 'cadre', tab.store);
    await tab.sync();
    const kept = await written();
    office.remove('visit', id);
    office.remove('report', id);
    await tab.sync();
    expect(await tab.read('visit', id)).toBeNull();
    expect((await tab.read('draft', kept))?.findings).toBe('Đường hỏng');
    expect(await counts()).toMatchObject({ draft: 1 });
  });
});

describe('words of a draft that the office has not got', () => {
  const typed = async (): Promise<number> => (await counts())['typed'] ?? 0;

  it('are counted from the first touch until the office has them, and again with the next [invariant counts-are-true]', async () => {
    const id = await written();
    expect(await typed()).toBe(1);
    expect(await tab.sync()).toBe('done');
    expect(await typed()).toBe(0);
    edit(id, { findings: 'Đường hỏng nặng' }, tab.store);
    await flush(tab.store);
    expect(await typed()).toBe(1);
    await submit(id, 'cadre', tab.store);
    expect(await counts()).toMatchObject({ unsent: 1 });
    expect(await typed()).toBe(0);
  });

  it.each(['lose_request', 'lose_answer', 'html'] as const)('stay counted while an op carries them and the answer is missing: %s [invariant counts-are-true]', async (fault) => {
    await written();
    office.faults = [fault];
    expect(await tab.sync()).toBe('offline');
    expect(await typed()).toBe(1);
    expect(await tab.sync()).toBe('done');
    expect(await typed()).toBe(0);
  });

  it('are counted the same when all is counted anew [invariant counts-are-true]', async () => {
    await written();
    const before = await counts();
    await commit(tab.store, async (step) => step.put('meta', 'boot', { ...(await readBoot(step)), version: 0 }));
    await commit(tab.store, async (step) => void step.touched.add(`unit/${UNIT}`));
    expect(await counts()).toEqual(before);
  });
});

describe('work of another device that the office refused', () => {
  const told = (op: string, more: object = {}) => office.put('outcome', OUTCOME, { op, outcome: 'quarantined', code: 'not_found', entity: 'visit', record: newId(), ...more }, ['p1']);

  it('needs its author here too, until the office says otherwise [invariant counts-are-true]', async () => {
    const op = newId();
    told(op);
    await tab.sync();
    expect(await counts()).toMatchObject({ elsewhere: 1 });
    told(op, { code: 'looked_after' });
    await tab.sync();
    expect((await counts())['elsewhere']).toBeUndefined();
    told(op);
    await tab.sync();
    office.remove('outcome', OUTCOME);
    await tab.sync();
    expect((await counts())['elsewhere']).toBeUndefined();
  });

  it('is not counted a second time on the device that did it, which keeps what the result told [invariant counts-are-true]', async () => {
    office.refuses.set('visit.submit', 'unit_outside_assignment');
    const id = await written();
    await submit(id, 'cadre', tab.store);
    await tab.sync();
    const [op] = await waitingOps(tab.store);
    told(op?.op_id ?? '', { code: 'unit_outside_assignment', record: id });
    await tab.sync();
    expect(await counts()).toMatchObject({ refused: 1 });
    expect((await counts())['elsewhere']).toBeUndefined();
    expect((await waitingOps(tab.store))[0]?.problem).toEqual(op?.problem);
  });

  it('is known again on a phone whose store is gone [invariant counts-are-true]', async () => {
    told(newId());
    const again = await phone(office);
    await again.sync();
    expect(await counts(again)).toMatchObject({ elsewhere: 1 });
  });
});
