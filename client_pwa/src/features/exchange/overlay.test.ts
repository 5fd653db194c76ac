import { hasLinked } from '../feedback/lists.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../store/intents.ts';
import { Office } from '../../store/testing/office.ts';
import { newId, type Phone, phone } from '../../store/testing/phone.ts';
import type { Body, Role } from '../../sync/records.ts';

const UNIT = newId();
let office: Office;

beforeEach(() => {
  office = new Office();
  office.put('unit', UNIT, { name: 'Ân Hảo Tây', type: 'commune', level: 'commune' });
});

async function as(role: Role): Promise<Phone> {
  const person = newId();
  office.put('assignment', newId(), { person, role, unit: UNIT, agency: null, starts: '2024-01-01', ends: null });
  const tab = await phone(office, { person });
  await tab.sync();
  return tab;
}

function feedback(body: Body = {}): string {
  const id = newId();
  office.put('feedback', id, { unit: UNIT, kind: 'issue', matter: 'Kênh và đường', author: newId(), raised: 1_719_280_800_000, status: 'new', round: 1, due: '2024-07-16', ...body });
  return id;
}

const card = (tab: Phone, entity: string, id: string) => tab.store.db.getMany('card', [`${entity}/${id}`]).then(([found]) => found as Record<string, unknown> | undefined);

describe('before the office has answered', () => {
  it('a split item is closed and its parts stand beside it, raised when it was', async () => {
    const tab = await as('clerk');
    const author = newId();
    const whole = feedback({ author });
    await tab.sync();
    const [one, two] = [newId(), newId()];
    const parts = [[one, 'Kênh', 'issue', newId(), 'normal'], [two, 'Đường', 'question', newId(), 'urgent']];
    await say('feedback.split', whole, { args: { entry: newId(), parts } }, 'clerk', tab.store);
    expect(await tab.read('feedback', whole)).toMatchObject({ status: 'confirmed', outcome: 'split', parts: [one, two] });
    expect(await tab.read('feedback', two)).toMatchObject({ matter: 'Đường', urgency: 'urgent', status: 'new', author, raised: 1_719_280_800_000, split_from: whole, number: null });
    expect((await tab.read('feedback', two))?.thread).toMatchObject([{ kind: 'split_off', id: two }]);
    expect(await card(tab, 'feedback', one)).toMatchObject({ status: 'new', title: 'Kênh', mark: 'queued' });
  });

  it('a linked item asks nothing of anybody until the link is undone', async () => {
    const tab = await as('clerk');
    const [original, twice] = [feedback(), feedback({ status: 'owned', owner: newId() })];
    await tab.sync();
    await say('feedback.link', twice, { args: { entry: newId(), original } }, 'clerk', tab.store);
    expect(await tab.read('feedback', twice)).toMatchObject({ duplicate_of: original, status: 'new', owner: null });
    expect(await card(tab, 'feedback', twice)).toMatchObject({ status: 'linked', original });
    const linked = async () => hasLinked([...(await tab.store.db.getAll<never>('card', 'feedback/')).map(([, one]) => one)], original);
    expect(await linked()).toBe(true);
    await say('feedback.unlink', twice, { args: { entry: newId(), text: 'Hai việc khác nhau.' } }, 'clerk', tab.store);
    expect(await card(tab, 'feedback', twice)).toMatchObject({ status: 'new' });
    // The original may be split or linked again.
    expect(await linked()).toBe(false);
  });

  it('an answer names the paper that proves it', async () => {
    const tab = await as('clerk');
    const id = feedback({ status: 'owned', owner: newId() });
    await tab.sync();
    await say('feedback.answer', id, { args: { entry: newId(), round: 1, outcome: 'settled', text: 'Xong', document: '12/BB' } }, 'agency', tab.store);
    expect((await tab.read('feedback', id))?.thread.at(-1)).toMatchObject({ kind: 'answered', document: '12/BB' });
  });

  it('a matter that nobody has answered shows by when it should be, until the agency speaks', async () => {
    const tab = await as('clerk');
    const id = feedback({ status: 'owned', owner: newId(), answer_due: 1_719_367_200_000 });
    await tab.sync();
    expect(await card(tab, 'feedback', id)).toMatchObject({ answer_due: 1_719_367_200_000 });
    await say('feedback.message', id, { args: { entry: newId(), text: 'Đã cắm biển.' } }, 'contact', tab.store);
    expect(await card(tab, 'feedback', id)).toMatchObject({ answer_due: 1_719_367_200_000 });
    await say('feedback.message', id, { args: { entry: newId(), text: 'Mai khảo sát.' } }, 'agency', tab.store);
    expect(await card(tab, 'feedback', id)).not.toHaveProperty('answer_due');
  });

  it('what the contact says to a visit stands beside it, waiting to be sent', async () => {
    const tab = await as('contact');
    const [visit, id] = [newId(), newId()];
    await say('acknowledgement.give', id, { args: { visit, round: 1, stance: 'disputed', text: 'Không đúng.' } }, 'contact', tab.store);
    expect(await tab.read('acknowledgement', id)).toMatchObject({ visit, round: 1, stance: 'disputed', text: 'Không đúng.', person: tab.store.person });
    expect(await card(tab, 'acknowledgement', id)).toMatchObject({ of: visit, status: 'disputed', mark: 'queued' });
  });
});
