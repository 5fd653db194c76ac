import { beforeEach, describe, expect, it } from 'vitest';
import { commit, reading } from '../../store/commit.ts';
import { readBoot, viewOf } from '../../store/project.ts';
import { Office } from '../../store/testing/office.ts';
import { newId, type Phone, phone } from '../../store/testing/phone.ts';
import { newOp, type Op } from '../../sync/operations.ts';
import { layOver, MapDesk } from '../../sync/overlay.ts';
import { NO_PATCH } from '../../sync/patch.ts';
import type { Body, Role, Value } from '../../sync/records.ts';
import type { Notice, Preference } from '../../sync/systems.ts';
import { readNotices, setPreference } from './actions.ts';
import { inbox, occasionsOf, unread } from './lists.ts';
import { reminderOverlays } from './overlay.ts';
import { checkHours } from './rules.ts';
import { formOf, wishOf } from './wish.ts';

let office: Office;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  office.put('office', newId(), { name: 'Ban', clock_offset_ms: -3_600_000, demo: true });
  tab = await phone(office, { person: newId() });
});

function notice(body: Body = {}): string {
  const id = newId();
  office.put('notice', id, { person: tab.store.person, occasion: 'item_unowned', about: 'feedback', record: newId(), turn: '1:2024-06-25+1', number: 'PA-001', day: '2024-06-25', at: 1, ...body });
  return id;
}

const count = async (): Promise<number> => (await readBoot(reading(tab.store))).counts['unread'] ?? 0;
const wish = (changes: Partial<ReturnType<typeof formOf>> = {}) => wishOf({ ...formOf(null, 'vi'), ...changes });

describe('what a person was told', () => {
  it('counts while it stands and nobody has read it', async () => {
    const [first] = [notice(), notice(), notice({ ended: 2 }), notice({ read: 2 })];
    await tab.sync();
    expect(await count()).toBe(2);
    office.put('notice', first!, { ended: 3 });
    await tab.sync();
    expect(await count()).toBe(1);
  });

  it('is read without the network, in the office\'s time, and counts no more', async () => {
    const ids = [notice(), notice()];
    await tab.sync();
    await readNotices(ids, 'clerk', tab.store);
    expect(await count()).toBe(0);
    expect((await tab.read('notice', ids[0]!))?.read).toBe(tab.browser.now - 3_600_000);
  });

  it('is no work that waits to be sent', async () => {
    const id = notice();
    await tab.sync();
    await readNotices([id], 'clerk', tab.store);
    const { counts } = await readBoot(reading(tab.store));
    expect([counts['unsent'], counts['typed']]).toEqual([undefined, undefined]);
  });

  it('stays as another phone has read it first', async () => {
    const id = notice({ read: 5 });
    await tab.sync();
    await readNotices([id], 'clerk', tab.store);
    expect((await tab.read('notice', id))?.read).toBe(5);
  });

  it('reads nothing where there is nothing to read', async () => {
    await readNotices([], 'clerk', tab.store);
    expect(await reading(tab.store).allOps()).toEqual([]);
  });
});

it('what the office refused is not shown as done', () => {
  const refused = (kind: string, args: Record<string, Value>, seq: number): Op => {
    const intent = { kind, id: 'x', role: 'clerk' as const, args, patch: NO_PATCH, supersedes: [] };
    return { ...newOp(intent, { op_id: `o${seq}`, seq, at: 1 }), state: 'refused' };
  };
  const desk = new MapDesk([['notice/x', { read: null }]]);
  const ops = [refused('notice.read', {}, 1), refused('preference.set', { zone: 'UTC' }, 2), refused('occasion.set', { code: 'week' }, 3)];
  layOver(desk, ops, { overlays: reminderOverlays, doer: { me: 'me', officeOffsetMs: 0 } });
  expect([...desk.bodies]).toEqual([['notice/x', { read: null }]]);
  layOver(desk, [{ ...ops[2]!, state: 'intent' }], { overlays: reminderOverlays, doer: { me: 'me', officeOffsetMs: 0 } });
  expect(desk.get('occasion', 'x')).toMatchObject({ code: 'week', turns: null, by: 'me' });
});

describe('the inbox', () => {
  const told = (id: string, at: number, more: Partial<Notice> = {}) => ({ id, at, ended: null, read: null, ...more }) as Notice;

  it('has what stands apart from what is over, the newest first', () => {
    const all = [told('a', 1), told('b', 3), told('c', 2, { ended: 4 }), told('d', 5, { ended: 6 }), told('e', 3, { read: 4 })];
    const { standing, over } = inbox(all);
    expect(standing.map(({ id }) => id)).toEqual(['b', 'e', 'a']);
    expect(over.map(({ id }) => id)).toEqual(['d', 'c']);
    expect(unread(all).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('how a person wants to be told', () => {
  const kept = async (): Promise<Preference[]> => {
    const { desk } = await viewOf(reading(tab.store), (await reading(tab.store).allOps()).map(({ id }) => `preference/${id}`), tab.store.person);
    return [...desk.bodies.values()] as unknown as Preference[];
  };

  it('stands on the phone at once, whole, and counts as unsent', async () => {
    await setPreference(wish({ together: true, silenced: ['week'], mail: false }), { id: null, role: 'cadre' }, tab.store);
    expect(await kept()).toMatchObject([{ person: tab.store.person, quiet_from: '21:00', digest: '07:00', mail: false, push: true, silenced: [['week']] }]);
    expect((await readBoot(reading(tab.store))).counts['unsent']).toBe(1);
  });

  it('is one record, however often it is changed', async () => {
    const id = newId();
    await setPreference(wish(), { id, role: 'cadre' }, tab.store);
    await setPreference(wish({ quiet_from: '22:00' }), { id, role: 'cadre' }, tab.store);
    expect(await kept()).toMatchObject([{ quiet_from: '22:00', digest: null, silenced: [] }]);
  });

  it('takes the place of what the office refused of it', async () => {
    await setPreference(wish({ quiet_from: '21:30' }), { id: 'x', role: 'cadre' }, tab.store);
    const [op] = await reading(tab.store).allOps();
    await commit(tab.store, async (step) => step.putOp({ ...op!, state: 'refused' }));
    await setPreference(wish(), { id: 'x', role: 'cadre' }, tab.store);
    const left = await reading(tab.store).allOps();
    expect(left.map(({ state, supersedes }) => [state, supersedes])).toEqual([['intent', [op!.op_id]]]);
  });

  it('begins with what the office does for who has said nothing, and goes on from what was kept', () => {
    expect(formOf(null, 'en')).toMatchObject({ zone: 'Asia/Ho_Chi_Minh', quiet_until: '06:30', together: false, language: 'en', push: true });
    const said = { id: 'x', person: 'p', ...wish({ together: true, digest: '08:15', silenced: ['week', 'invited'] }) };
    expect(wishOf(formOf(said, 'en'))).toEqual(wish({ together: true, digest: '08:15', silenced: ['week', 'invited'] }));
  });

  it.each([
    ['quiet_all_day', { quiet_from: '06:30' }],
    ['digest_in_quiet', { together: true, digest: '23:00' }],
    ['zone_unknown', { zone: 'Asia/Bình_Định' }],
    ['clock_bad', { quiet_until: '' }],
  ])('that cannot be meant is named before it is sent: %s', (code, changes) => {
    expect(checkHours(wish(changes))?.code).toBe(code);
  });

  it('asks each of what concerns him, and of what he has silenced', () => {
    const clerk: Role[] = ['clerk'];
    expect(occasionsOf(clerk, [])).toContain('item_unowned');
    expect(occasionsOf(clerk, [])).not.toContain('visit_due');
    expect(occasionsOf(clerk, ['visit_due'])).toContain('visit_due');
    expect(occasionsOf([], [])).toContain('phone_silent');
  });
});
