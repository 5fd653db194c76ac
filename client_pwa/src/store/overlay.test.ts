import { beforeEach, describe, expect, it } from 'vitest';
import { reading } from './commit.ts';
import { say } from './intents.ts';
import { readBoot } from './project.ts';
import { edit, flush } from './drafts.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';
import type { Body, Role } from '../sync/records.ts';

const UNIT = newId();
const DISTRICT = newId();
let office: Office;

beforeEach(() => {
  office = new Office();
  office.put('unit', DISTRICT, { name: 'Hoài Ân', type: 'district', level: 'district' });
  office.put('unit', UNIT, { name: 'Ân Hảo Tây', type: 'commune', level: 'commune', parent: DISTRICT });
  office.put('office', newId(), { name: 'Ban', clock_offset_ms: -3_600_000, demo: true });
});

async function as(role: Role, unit: string | null = UNIT, agency: string | null = null): Promise<Phone> {
  const person = newId();
  office.put('assignment', newId(), { person, role, unit, agency, starts: '2024-01-01', ends: null });
  const tab = await phone(office, { person });
  await tab.sync();
  return tab;
}

function visit(body: Body = {}): string {
  const id = newId();
  office.put('visit', id, { unit: UNIT, kind: 'dialogue', starts: '2024-06-24', author: newId(), status: 'sent', round: 1, number: 'BC-2024-001', ...body });
  office.put('report', id, { findings: 'Đường hỏng', village: 'Thôn 2' });
  return id;
}

function feedback(body: Body = {}): string {
  const id = newId();
  office.put('feedback', id, { unit: UNIT, kind: 'issue', matter: 'Cầu yếu', author: newId(), raised: 1_719_280_800_000, status: 'new', round: 1, due: '2024-07-01', due_original: '2024-07-01', ...body });
  return id;
}

const counts = async (tab: Phone): Promise<Record<string, number>> => (await readBoot(reading(tab.store))).counts;
const entry = (): string => newId();

describe('a decision before the office has answered', () => {
  it('moves the visit, writes the review, and leaves the queue', async () => {
    const tab = await as('supervisor');
    const id = visit();
    await tab.sync();
    expect(await counts(tab)).toMatchObject({ review: 1 });
    const review = newId();
    await say('visit.return', id, { args: { round: 1, review, comment: 'Bổ sung số hộ', sections: [['findings', 'Ở đâu?']] } }, 'supervisor', tab.store);
    expect(await tab.read('visit', id)).toMatchObject({ status: 'returned', decided_by: tab.store.person });
    expect(await tab.read('review', review)).toMatchObject({ decision: 'returned', comment: 'Bổ sung số hộ', sections: [{ id: 'findings', text: 'Ở đâu?' }] });
    expect((await counts(tab))['review'] ?? 0).toBe(0);
    expect(await counts(tab)).toMatchObject({ unsent: 1 });
  });

  it('is shown in the office\'s time', async () => {
    const tab = await as('supervisor');
    const id = visit();
    await tab.sync();
    await say('visit.approve', id, { args: { round: 1, review: newId() } }, 'supervisor', tab.store);
    expect((await tab.read('visit', id))?.decided).toBe(tab.browser.now - 3_600_000);
  });
});

describe('a returned visit', () => {
  it('stands on Today with its comment, and is written again from what was sent', async () => {
    const tab = await as('cadre');
    const id = visit({ author: tab.store.person, status: 'returned' });
    office.put('review', newId(), { visit: id, round: 1, reviewer: newId(), decision: 'returned', comment: 'Bổ sung số hộ', at: 1 });
    await tab.sync();
    const boot = await readBoot(reading(tab.store));
    expect(boot.returned[id]).toMatchObject({ number: 'BC-2024-001', unit: { name: 'Ân Hảo Tây', above: { name: 'Hoài Ân' } } });
    expect(boot.comments[id]).toEqual({ round: 1, text: 'Bổ sung số hộ' });
    edit(id, { difficulties: 'Thiếu vốn' }, tab.store);
    await flush(tab.store);
    expect(await tab.read('draft', id)).toMatchObject({ findings: 'Đường hỏng', village: 'Thôn 2', difficulties: 'Thiếu vốn', starts: '2024-06-24' });
    expect(await tab.read('visit', id)).toMatchObject({ status: 'returned' });
  });

  it('leaves Today when it is sent again', async () => {
    const tab = await as('cadre');
    const id = visit({ author: tab.store.person, status: 'returned' });
    await tab.sync();
    await say('visit.submit', id, { args: { round: 2 } }, 'cadre', tab.store);
    expect((await readBoot(reading(tab.store))).returned).toEqual({});
    expect(await tab.read('visit', id)).toMatchObject({ status: 'sent', round: 2, number: 'BC-2024-001' });
    expect(await counts(tab)).toMatchObject({ queued: 1 });
  });
});

describe('taking back', () => {
  it('makes a draft of what was sent and empties it for the others', async () => {
    const tab = await as('cadre');
    const id = visit({ author: tab.store.person, recommendations: 'Sửa cầu' });
    await tab.sync();
    await say('visit.withdraw', id, { args: { round: 1 } }, 'cadre', tab.store);
    expect(await tab.read('draft', id)).toMatchObject({ findings: 'Đường hỏng', recommendations: 'Sửa cầu' });
    expect(await tab.read('visit', id)).toMatchObject({ status: 'withdrawn', recommendations: null });
    expect(await tab.read('report', id)).toBeNull();
  });
});

describe('the steps of a feedback item', () => {
  it('own, answer, reopen, answer again, confirm', async () => {
    const agency = newId();
    const tab = await as('clerk');
    const id = feedback();
    await tab.sync();
    expect(await counts(tab)).toMatchObject({ to_own: 1 });
    const steps: [string, Record<string, string | number>, Role][] = [
      ['feedback.own', { owner: agency, due: '2024-07-05' }, 'clerk'],
      ['feedback.answer', { round: 1, outcome: 'partly', text: 'Đang làm' }, 'agency'],
      ['feedback.reopen', { round: 1, text: 'Chưa đồng ý' }, 'contact'],
      ['feedback.answer', { round: 2, outcome: 'settled', text: 'Xong' }, 'agency'],
      ['feedback.confirm', { round: 2 }, 'contact'],
    ];
    for (const [kind, args, role] of steps) await say(kind, id, { args: { entry: entry(), ...args } }, role, tab.store);
    const item = await tab.read('feedback', id);
    expect(item).toMatchObject({ status: 'confirmed', owner: agency, due: '2024-07-05', due_original: '2024-07-05', outcome: 'settled', round: 2 });
    expect(item?.thread.map(({ kind, round }) => [kind, round])).toEqual([['owned', 1], ['answered', 1], ['reopened', 1], ['answered', 2], ['confirmed', 2]]);
    expect(item?.thread[1]).toMatchObject({ agency, text: 'Đang làm', outcome: 'partly' });
  });

  it('extend, set the date, explain, hand over; the same entry twice is one', async () => {
    const tab = await as('clerk');
    const [id, other] = [feedback({ status: 'owned', owner: newId() }), feedback()];
    await tab.sync();
    const twice = entry();
    await say('feedback.message', id, { args: { entry: twice, text: 'x' } }, 'clerk', tab.store);
    await say('feedback.message', id, { args: { entry: twice, text: 'x' } }, 'clerk', tab.store);
    await say('feedback.ask_extension', id, { args: { entry: entry(), until: '2024-08-01', text: 'mưa' } }, 'agency', tab.store);
    expect(await tab.read('feedback', id)).toMatchObject({ asked_until: '2024-08-01', due: '2024-07-01' });
    await say('feedback.extend', id, { args: { entry: entry(), until: '2024-08-01', text: 'đồng ý' } }, 'supervisor', tab.store);
    expect(await tab.read('feedback', id)).toMatchObject({ asked_until: null, due: '2024-08-01', due_original: '2024-07-01' });
    await say('feedback.own', id, { args: { entry: entry(), owner: newId(), text: 'chuyển' } }, 'agency', tab.store);
    await say('feedback.explain', other, { args: { entry: entry(), text: 'đã nói rõ' } }, 'cadre', tab.store);
    expect((await tab.read('feedback', id))?.thread.map(({ kind }) => kind)).toEqual(['message', 'extension_asked', 'extended', 'handed']);
    expect(await tab.read('feedback', other)).toMatchObject({ status: 'confirmed', outcome: 'settled' });
  });

  it('an item taken out of a link keeps the date that was promised first', async () => {
    const tab = await as('clerk');
    const id = feedback();
    await tab.sync();
    const steps: [string, Record<string, string>][] = [
      ['feedback.own', { owner: newId(), due: '2024-07-10' }],
      ['feedback.link', { original: newId() }],
      ['feedback.unlink', { text: 'Hai việc khác nhau.' }],
      ['feedback.own', { owner: newId(), due: '2024-08-20' }],
    ];
    for (const [kind, args] of steps) await say(kind, id, { args: { entry: entry(), ...args } }, 'clerk', tab.store);
    expect(await tab.read('feedback', id)).toMatchObject({ due: '2024-08-20', due_original: '2024-07-10' });
  });

  it('a matter referred to the inspectorate leaves nothing on the phone', async () => {
    const tab = await as('supervisor');
    const id = newId();
    await say('feedback.refer', id, { args: { entry: entry(), unit: UNIT } }, 'supervisor', tab.store);
    expect(await tab.read('feedback', id)).toBeNull();
    expect(await counts(tab)).toEqual({ unsent: 1 });
  });
});

describe('the lists', () => {
  it('of an agency and of a contact hold what waits for them', async () => {
    const agency = newId();
    const [handler, contact] = [await as('agency', null, agency), await as('contact')];
    feedback({ status: 'owned', owner: agency });
    feedback({ status: 'answered', owner: agency });
    await handler.sync();
    await contact.sync();
    expect((await counts(handler))['to_answer']).toBe(1);
    expect((await counts(contact))['to_confirm']).toBe(1);
    expect((await counts(contact))['to_answer'] ?? 0).toBe(0);
  });

  it('are made anew when the own assignments arrive after the records', async () => {
    const person = newId();
    const tab = await phone(office, { person });
    feedback();
    await tab.sync();
    office.put('assignment', newId(), { person, role: 'clerk', unit: DISTRICT, starts: '2024-01-01', ends: null });
    await tab.sync();
    expect((await counts(tab))['to_own']).toBe(1);
  });

  it('settle: a settled conflict needs nobody any more', async () => {
    const tab = await as('cadre');
    const id = newId();
    office.put('conflict', id, { entity: 'draft', record: newId(), field: 'findings', kind: 'edit', mine: 'a', mine_by: tab.store.person, theirs: 'b', state: 'open' });
    await tab.sync();
    expect((await counts(tab))['conflict']).toBe(1);
    await say('conflict.settle', id, { args: { choice: 'mine' } }, 'cadre', tab.store);
    expect((await counts(tab))['conflict'] ?? 0).toBe(0);
    expect(await tab.read('conflict', id)).toMatchObject({ state: 'settled', choice: 'mine' });
  });
});
