import { expect, test, vi } from 'vitest';
import { keepEvidence } from '../features/exchange/evidence.ts';
import { Files, withPhoto } from './testing/files.ts';
import { Office } from './testing/office.ts';
import { Browser, newId, phone } from './testing/phone.ts';
import { reading } from './commit.ts';
import { create, flush } from './drafts.ts';
import { say } from './intents.ts';
import { readPhone, writePhone } from './phone.ts';
import { rows, upload } from './photo_queue.ts';
import { resume } from './who.ts';
import { left, wipe } from './wipe.ts';
import { tellOffice } from './wiped.ts';

function head(error: string): string {
  return `${JSON.stringify({ p: 1, epoch: 'e1', last_n: 1, safe_pos: 0, error: { code: error, details: {} }, time: 1 })}\n`;
}

/** An office that has withdrawn the device: it quarantines what comes. */
function withdrawn(code: 'drain' | 'lost', wiped: number[] = []): Browser['fetch'] {
  return async (url, init) => {
    if (url === '/api/session/wiped') {
      wiped.push((JSON.parse(init.body as string) as { unsent: number }).unsent);
      return new Response(null, { status: 204 });
    }
    const { push } = JSON.parse(await new Response(init.body).text()) as { push: { groups: { rows: unknown[][] }[] } | null };
    const ns = (push?.groups ?? []).flatMap(({ rows }) => rows.map(([n]) => n));
    const results = ns.map((n) => [n, 'quarantined', null, null, { code: 'device_withdrawn', details: {} }]);
    const lines = [head(code), ...(results.length ? [`${JSON.stringify({ results })}\n`] : []), '{"end":true,"more":false}\n'];
    return new Response(lines.join(''), { status: 200, headers: { 'Content-Type': 'application/x-ndjson' } });
  };
}

function session(person: string) {
  return { person, name: `Người ${person}`, username: person, device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0 };
}

test('a drained phone hands in everything before it is at its end [invariant lost-scope-rows-go]', async () => {
  const one = await phone(new Office());
  one.browser.fetch = withdrawn('drain');
  await say('draft.save', newId(), { set: { findings: 'Cầu gãy.' } }, 'cadre', one.store);
  expect(await left(one.store)).toBe(1);
  expect(await one.sync()).toBe('drained');
  expect(await left(one.store)).toBe(0);
  const [op] = await reading(one.store).allOps();
  expect(op).toMatchObject({ state: 'refused', problem: { code: 'device_withdrawn' } });
});

test('a drained phone hands in what was typed since, before it is at its end [invariant acked-is-durable]', async () => {
  const one = await phone(new Office());
  one.browser.fetch = withdrawn('drain');
  expect(await one.sync()).toBe('drained');
  const id = create({ unit: newId(), findings: 'Cầu gãy.' }, one.store);
  await flush(one.store);
  expect(await left(one.store)).toBe(1);
  expect(await wipe(one.store, true)).toBe(false);
  expect((await one.read('draft', id))?.findings).toBe('Cầu gãy.');
  expect(await one.sync()).toBe('drained');
  expect(await left(one.store)).toBe(0);
});

test('a drained phone forgets nothing that is said while it is about to forget [invariant acked-is-durable]', async () => {
  const one = await phone(new Office());
  one.browser.fetch = withdrawn('drain');
  await writePhone({ people: [session('p1')], current: 'p1' });
  const saying = say('draft.save', newId(), { set: { findings: 'Cầu gãy.' } }, 'cadre', one.store);
  expect(await wipe(one.store, true)).toBe(false);
  await saying;
  expect(await reading(one.store).allOps()).toHaveLength(1);
  expect(await one.sync()).toBe('drained');
  expect(await wipe(one.store, true)).toBe(true);
  expect(await readPhone()).toMatchObject({ people: [], wiped: { unsent: 0 } });
});

test('a photo that a drained phone takes into a draft goes after the words that name it [invariant acked-is-durable]', async () => {
  const one = await phone(new Office());
  const [sync, files] = [withdrawn('drain'), new Files()];
  one.browser.fetch = (url, init) => (url.startsWith('/api/files') ? files.fetch(url, init) : sync(url, init));
  expect(await one.sync()).toBe('drained');
  await withPhoto(one);
  // The office knows of no words that name it before the next sync.
  files.unnamed = true;
  await upload(one.store);
  expect((await rows(one.store))[0]?.state).toBe('waiting');
  files.unnamed = false;
  expect(await one.sync()).toBe('drained');
  await upload(one.store);
  expect((await rows(one.store))[0]?.state).toBe('complete');
  expect(await left(one.store)).toBe(0);
});

test('a photo for an answer that was not given does not keep a drained phone from its end [invariant lost-scope-rows-go]', async () => {
  const one = await phone(new Office());
  one.browser.fetch = withdrawn('drain');
  await keepEvidence({ id: newId() }, { bytes: new ArrayBuffer(9), width: 3, height: 3 }, one.store);
  expect(await one.sync()).toBe('drained');
  await upload(one.store);
  expect(await left(one.store)).toBe(0);
});

test('a lost phone is told so and forgets its person alone [invariant lost-scope-rows-go] [invariant data-keyed-by-person]', async () => {
  const [mine, theirs] = [await phone(new Office(), { person: 'p1' }), await phone(new Office(), { person: 'p2' })];
  const told: number[] = [];
  mine.browser.fetch = withdrawn('lost', told);
  await writePhone({ people: [session('p1'), session('p2')], current: 'p1' });
  expect(await mine.sync()).toBe('lost');
  await say('draft.save', newId(), { set: { findings: 'Chưa gửi.' } }, 'cadre', mine.store);
  await say('draft.save', newId(), { set: { findings: 'Lời người khác.' } }, 'cadre', theirs.store);
  await wipe(mine.store);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(mine.store.db.name);
  expect(await reading(theirs.store).allOps()).toHaveLength(1);
  const kept = await readPhone();
  expect(kept).toMatchObject({ people: [{ person: 'p2' }], current: null, wiped: { person: 'Người p1', unsent: 1, told: true } });
  expect(told).toEqual([1]);
});

test('an office that could not be told is told at the next start', async () => {
  const one = await phone(new Office());
  one.browser.fetch = () => Promise.reject(new TypeError('network'));
  await writePhone({ people: [session('p1')], current: 'p1' });
  await wipe(one.store);
  expect((await readPhone())?.wiped).toMatchObject({ told: false });
  const told: number[] = [];
  one.browser.fetch = withdrawn('lost', told);
  await tellOffice(one.browser.ports);
  await tellOffice(one.browser.ports);
  expect(told).toEqual([0]);
});

test('what another tab reads while the phone forgets makes no store anew [invariant lost-scope-rows-go]', async () => {
  const office = new Office();
  const tag = newId();
  const worker = await phone(office, { tag });
  const tab = await phone(office, { browser: worker.browser, tag });
  const names = async (): Promise<unknown[]> => (await indexedDB.databases()).map(({ name }) => name);
  await writePhone({ people: [session('p1')], current: 'p1' });
  // The tab reads after the store has been deleted, and before it hears of that.
  const told = worker.store.tell.bind(worker.store);
  const between: unknown[] = [];
  worker.browser.fetch = withdrawn('lost');
  const read = new Promise<void>((done) => {
    worker.store.tell = (message): void => {
      void reading(tab.store).allOps().then(async (ops) => {
        between.push(ops, (await names()).includes(tab.store.db.name));
        told(message);
        done();
      });
    };
  });
  await wipe(worker.store);
  await read;
  expect(between).toEqual([[], true]);
  for (const { store } of [worker, tab]) await expect(reading(store).allOps()).rejects.toThrow('forgotten');
  await vi.waitFor(async () => expect(await names()).not.toContain(tab.store.db.name));
});

// A worker has none, and the page's is not what this is about.
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined });

test('a tab that starts while another forgets its person does not bring him back [invariant lost-scope-rows-go]', async () => {
  const mine = await phone(new Office());
  const last = session(mine.store.person);
  await writePhone({ people: [last], current: last.person });
  // The store is empty already; the phone says so only once the other tab lets go.
  const lock = async <T>(_: string, work: () => Promise<T>): Promise<T> => {
    await writePhone({ people: [], current: null });
    return work();
  };
  await mine.store.db.destroy();
  expect(await resume({ ...mine.store.ports, lock })).toBeNull();
  expect((await readPhone())?.people).toEqual([]);
});
