import { beforeEach, expect, it } from 'vitest';
import { reading } from './commit.ts';
import { drop, say, waitingOps } from './intents.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

let office: Office;
let tab: Phone;
let told: unknown[];
let answers: (() => Promise<Response>)[];

beforeEach(async () => {
  office = new Office();
  tab = await phone(office);
  [told, answers] = [[], []];
  tab.browser.fetch = async (url, init) => {
    if (url !== '/api/cases/drop') return office.fetch(url, init);
    const answer = answers.shift();
    told.push(JSON.parse(String(init.body)));
    return answer ? answer() : new Response(null, { status: 204 });
  };
});

async function refusedOp(): Promise<string> {
  office.refuses.set('feedback.raise', 'text_too_long');
  const op = await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter: 'x' } }, 'cadre', tab.store);
  await tab.sync();
  expect((await waitingOps(tab.store))[0]?.state).toBe('refused');
  return op;
}

const noted = async (): Promise<string[]> => (await reading(tab.store).meta()).dropped;

it('what was dropped without a network is told with the next sync, and then no more [invariant counts-are-true]', async () => {
  const op = await refusedOp();
  office.faults = ['lose_request'];
  await drop(op, tab.store);
  expect(await waitingOps(tab.store)).toEqual([]);
  expect(await tab.sync()).toBe('offline');
  expect(told).toEqual([]);
  await tab.sync();
  await tab.sync();
  expect(told).toEqual([{ author: 'p1', ops: [op] }]);
  expect(await noted()).toEqual([]);
});

it('it stays noted when the answer is lost, the session has ended, or the phone is killed before [invariant counts-are-true]', async () => {
  const op = await refusedOp();
  await drop(op, tab.store);
  const ended = { error: { code: 'signed_out', message: '', details: {}, retry: true } };
  answers = [() => Promise.reject(new TypeError('network')), async () => new Response(JSON.stringify(ended), { status: 401 })];
  await tab.sync();
  await tab.sync();
  expect(await noted()).toEqual([op]);
  // Another life of the app on the same store.
  await tab.store.db.close();
  const born = await phone(office, { browser: tab.browser, tag: tab.store.db.name.slice('diaban-p1-'.length) });
  await born.sync();
  expect(told).toHaveLength(3);
  expect(await noted()).toEqual([]);
});

it('what never was refused, or is dropped twice, is not told', async () => {
  const op = await refusedOp();
  await drop(op, tab.store);
  await drop(op, tab.store);
  await drop(newId(), tab.store);
  expect(await noted()).toEqual([op]);
});
