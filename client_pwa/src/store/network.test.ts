import { beforeEach, describe, expect, it } from 'vitest';
import { Agent } from './agent.ts';
import { commit, reading } from './commit.ts';
import { Database, NotSaved } from './db.ts';
import { create, edit, flush, onSaved, submit } from './drafts.ts';
import { drop, resend, say, waitingOps } from './intents.ts';
import { readBoot } from './project.ts';
import { Store } from './store.ts';
import { type Fault, Office } from './testing/office.ts';
import { Browser, newId, type Phone, phone } from './testing/phone.ts';

let office: Office;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  tab = await phone(office);
});

async function sent(of: Phone = tab, findings = 'Đường hỏng'): Promise<string> {
  const id = create({ unit: newId(), kind: 'dialogue', starts: '2024-06-24', findings }, of.store);
  await submit(id, 'cadre', of.store);
  return id;
}

async function counts(of: Phone = tab): Promise<Record<string, number>> {
  return (await readBoot(reading(of.store))).counts;
}

describe('nothing but a result of the office clears an op', () => {
  const faults: Fault[] = ['lose_request', 'lose_answer', 'html', 'signed_out', 'broken', 'cut_line', 'cut_after_results'];
  it.each(faults)('%s: the op stays until the office has it, and takes effect once [invariant acked-is-durable] [failure 4]', async (fault) => {
    const id = await sent();
    office.faults = [fault];
    await tab.sync();
    expect(await tab.read('visit', id)).not.toBeNull();
    if (fault !== 'cut_after_results') expect(await counts()).toMatchObject({ unsent: 1, queued: 1 });
    expect(await tab.sync()).toBe('done');
    expect(await waitingOps(tab.store)).toEqual([]);
    expect(office.outcomes.size).toBe(1);
    expect((await tab.read('visit', id))?.number).toBe('BC-2024-001');
    expect(await counts()).toMatchObject({ sent: 1 });
  });

  it('a queue that is sent through every fault arrives whole, in its order, once [failure 39]', async () => {
    const ids = [await sent(tab, 'một'), await sent(tab, 'hai'), await sent(tab, 'ba')];
    office.faults = [...faults];
    for (let at = 0; at <= faults.length; at += 1) await tab.sync();
    expect(await waitingOps(tab.store)).toEqual([]);
    const numbers = await Promise.all(ids.map(async (id) => (await tab.read('visit', id))?.number));
    expect(numbers).toEqual(['BC-2024-001', 'BC-2024-002', 'BC-2024-003']);
    expect(office.outcomes.size).toBe(3);
  });

  it('words written while their record is on its way are kept, and go next [failure 26]', async () => {
    const id = create({ unit: newId(), kind: 'dialogue', starts: '2024-06-24', findings: 'Đường hỏng' }, tab.store);
    await flush(tab.store);
    const { fetch } = tab.browser;
    tab.browser.fetch = async (url, init) => {
      edit(id, { findings: 'Đường hỏng ba chỗ' }, tab.store);
      await flush(tab.store);
      return fetch(url, init);
    };
    await tab.sync();
    expect((await tab.read('draft', id))?.findings).toBe('Đường hỏng ba chỗ');
    tab.browser.fetch = fetch;
    await tab.sync();
    expect(office.read('draft', id)?.['findings']).toBe('Đường hỏng ba chỗ');
  });

  it('a 401 says that the person has to sign in, and goes on once he has [failure 20]', async () => {
    await sent();
    office.faults = ['signed_out'];
    expect(await tab.sync()).toBe('signed_out');
    expect((await reading(tab.store).meta()).signed_out).toBe(true);
    await tab.sync();
    expect((await reading(tab.store).meta()).signed_out).toBe(false);
  });

  it('results hold although the rest of the answer was lost: the own words stay visible', async () => {
    const id = await sent();
    office.faults = ['cut_after_results'];
    await tab.sync();
    expect((await waitingOps(tab.store)).map((op) => op.state)).toEqual(['done']);
    expect((await tab.read('report', id))?.findings).toBe('Đường hỏng');
    expect((await counts())['unsent'] ?? 0).toBe(0);
  });
});

describe('a batch', () => {
  it('is halved when the office finds it too large', async () => {
    for (let at = 0; at < 6; at += 1) await sent(tab, `Đường ${at}`);
    office.faults = ['too_large', 'too_large'];
    expect(await tab.sync()).toBe('done');
    expect(office.outcomes.size).toBe(6);
    expect(office.requests.map((request) => request.push?.groups.flatMap((group) => group.rows).length ?? 0)).toEqual([1, 3, 2]);
  });

  it('sets one op aside that the office cannot take at all, and goes on', async () => {
    await sent();
    office.faults = ['too_large'];
    await tab.sync();
    await sent(tab, 'sau');
    await tab.sync();
    expect(await counts()).toMatchObject({ refused: 1, draft: 1, sent: 1 });
  });
});

describe('a life of the store', () => {
  it('a phone restored from a copy goes on as a new incarnation, and nothing is lost or doubled [invariant restored-device-noticed]', async () => {
    const id = await sent();
    office.faults = ['lose_answer'];
    await tab.sync();
    const copy = await copied(tab);
    await tab.sync();
    await sent(tab, 'sau khi sao chép');
    await tab.sync();
    await sent(copy, 'trong bản sao');
    expect(await copy.sync()).toBe('done');
    expect(await waitingOps(copy.store)).toEqual([]);
    expect(office.outcomes.size).toBe(3);
    expect((await copy.read('visit', id))?.number).toBe('BC-2024-001');
  });

  it('a cursor that is not ours is answered by a pull anew: strangers are swept, the outbox stays [failure 9]', async () => {
    const kept = await sent();
    await tab.sync();
    await commit(tab.store, async (step) => {
      step.putRow('visit', newId(), { v: 1, body: { status: 'sent', author: 'p9' }, sweep: 0 });
      await step.changeMeta({ cursor: 'made up' });
    });
    const waiting = await sent(tab, 'chờ gửi');
    expect(await tab.sync()).toBe('done');
    const rows = [...(await reading(tab.store).getAll('row')).keys()].filter((key) => key.startsWith('visit/'));
    expect(rows.sort()).toEqual([`visit/${kept}`, `visit/${waiting}`].sort());
    expect(office.outcomes.size).toBe(2);
  });

  it('a sweep that was cut off begins anew and ends clean', async () => {
    for (let at = 0; at < 4; at += 1) await sent(tab, `Đường ${at}`);
    await tab.sync();
    await commit(tab.store, async (step) => {
      step.putRow('visit', newId(), { v: 1, body: {}, sweep: 0 });
      await step.changeMeta({ cursor: 'made up' });
    });
    office.faults = ['none', 'cut_line'];
    await tab.sync();
    await tab.sync();
    expect([...(await reading(tab.store).getAll('row')).keys()].filter((key) => key.startsWith('visit/'))).toHaveLength(4);
  });

  it('an office that lives anew from a backup gets back what it had acknowledged [invariant restored-server-refilled]', async () => {
    const id = await sent();
    await tab.sync();
    const restored = new Office();
    restored.epoch = 'e2';
    tab.browser.fetch = restored.fetch;
    expect(await tab.sync()).toBe('done');
    await tab.sync();
    expect(restored.read('report', id)?.['findings']).toBe('Đường hỏng');
    expect(await waitingOps(tab.store)).toEqual([]);
  });

  it('a phone whose clock is a year ahead works the same [invariant client-time-is-data] [failure 29]', async () => {
    tab.browser.now += 365 * 86_400_000;
    const id = await sent();
    expect(await tab.sync()).toBe('done');
    expect((await tab.read('visit', id))?.status).toBe('sent');
  });
});

describe('two tabs', () => {
  it('only one of them sends, and both see the same [invariant one-sender] [failure 28]', async () => {
    const browser = new Browser(office);
    const tag = newId();
    const one = await phone(office, { browser, tag });
    const other = await phone(office, { browser, tag });
    const id = await sent(one);
    const ended = await Promise.all([one.sync(), other.sync()]);
    expect(ended.sort()).toEqual(['busy', 'done']);
    expect(await other.read('visit', id)).toEqual(await one.read('visit', id));
  });

  it('rows and cursor are not taken in twice when the cursor has moved meanwhile', async () => {
    await sent();
    await tab.sync();
    const before = await reading(tab.store).meta();
    const slow = new Agent(new Store('p1', tab.browser.ports, tab.store.db));
    office.put('person', newId(), { name: 'A' });
    await tab.sync();
    const moved = await reading(tab.store).meta();
    await commit(tab.store, async (step) => void (await step.changeMeta({ cursor: before.cursor, pos: before.pos })));
    await slow.sync();
    expect((await reading(tab.store).meta()).pos).toBe(moved.pos);
  });
});

describe('what the office refuses', () => {
  it('does not hold up those behind it; its words stay as a draft and can be sent again as one op', async () => {
    office.refuses.set('visit.submit', 'end_before_start');
    const id = await sent();
    await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter: 'Cầu yếu' } }, 'cadre', tab.store);
    await tab.sync();
    expect(await counts()).toMatchObject({ refused: 1, draft: 1, 'feedback:new': 1 });
    expect((await tab.read('draft', id))?.findings).toBe('Đường hỏng');
    office.refuses.clear();
    edit(id, { ends: '2024-06-25' }, tab.store);
    await flush(tab.store);
    await submit(id, 'cadre', tab.store);
    await tab.sync();
    expect(await counts()).toMatchObject({ sent: 1 });
    expect(await waitingOps(tab.store)).toEqual([]);
    const again = office.requests.at(-1)?.push?.groups[0]?.cols ?? [];
    expect(again).toContain('supersedes');
    expect((await tab.read('visit', id))?.ends).toBe('2024-06-25');
  });

  it('can be said again from the list of what needs the person, or let go', async () => {
    office.refuses.set('feedback.raise', 'text_too_long');
    const op = await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter: 'Cầu yếu' } }, 'cadre', tab.store);
    await tab.sync();
    office.refuses.clear();
    await resend(op, 'cadre', null, tab.store);
    await tab.sync();
    expect(await counts()).toMatchObject({ 'feedback:new': 1 });
    office.refuses.set('feedback.raise', 'text_too_long');
    const gone = await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter: 'x' } }, 'cadre', tab.store);
    await tab.sync();
    await drop(gone, tab.store);
    expect((await counts())['refused'] ?? 0).toBe(0);
  });

  it('held: waits at the office and no longer counts as unsent, until a later outcome', async () => {
    office.holds.add('visit.submit');
    const id = await sent();
    await tab.sync();
    expect((await counts())['unsent'] ?? 0).toBe(0);
    const [op] = await waitingOps(tab.store);
    expect(op?.state).toBe('held');
    office.put('outcome', newId(), { op: op?.op_id ?? '', outcome: 'quarantined', code: 'not_found' }, ['p1']);
    await tab.sync();
    expect(await counts()).toMatchObject({ refused: 1 });
    expect((await tab.read('draft', id))?.findings).toBe('Đường hỏng');
  });

  it('what a sentence names comes with a refusal to the phone that has the words and to the one that has none', async () => {
    office.holds.add('visit.submit');
    const id = await sent();
    await tab.sync();
    const [op] = await waitingOps(tab.store);
    const told = { op: op?.op_id ?? '', outcome: 'quarantined', code: 'period_locked', entity: 'visit', record: id, period: '2024-06' };
    const record = newId();
    office.put('outcome', record, told, ['p1']);
    const other = await phone(office);
    await tab.sync();
    await other.sync();
    expect((await waitingOps(tab.store))[0]?.problem).toMatchObject({ code: 'period_locked', details: { period: '2024-06' } });
    expect(await other.read('outcome', record)).toMatchObject({ code: 'period_locked', period: '2024-06' });
  });
});

async function copied(of: Phone): Promise<Phone> {
  const clone = await phone(office, { tag: newId() });
  const stores = ['meta', 'row', 'card', 'op', 'kept', 'draft'] as const;
  for (const store of stores) {
    const all = await of.store.db.getAll(store);
    await clone.store.db.write(all.map(([key, value]) => ({ store, key, value })));
  }
  return clone;
}

describe('kept or not kept', () => {
  it('a save whose transaction the browser aborts after its requests succeeded is not called saved [invariant acked-is-durable] [failure 36]', async () => {
    const told: boolean[] = [];
    const stop = onSaved((_, saving) => told.push(saving.failed));
    const abort = abortWrites();
    edit(newId(), { findings: 'Đường hỏng' }, tab.store);
    await expect(flush(tab.store)).rejects.toBeInstanceOf(NotSaved);
    await expect(say('feedback.raise', newId(), { set: { matter: 'x' } }, 'cadre', tab.store)).rejects.toBeInstanceOf(NotSaved);
    abort.restore();
    expect(told).toEqual([true]);
    await flush(tab.store);
    stop();
    expect(told).toEqual([true, false]);
    expect(await counts()).toEqual({ draft: 1, typed: 1 });
  });

  it('a phone that dies between two steps has all of one and none of the other [invariant cursor-with-rows] [failure 13]', async () => {
    const id = await sent();
    let writes = 0;
    const { db } = tab.store;
    const write = db.write.bind(db);
    db.write = async (puts) => {
      writes += 1;
      if (writes > 2) throw new TypeError('dead');
      return write(puts);
    };
    await tab.sync();
    db.write = write;
    await db.close();
    const reopened = await phone(office, { tag: tab.store.db.name.slice('diaban-p1-'.length) });
    expect(await reopened.sync()).toBe('done');
    expect(office.outcomes.size).toBe(1);
    expect((await reopened.read('visit', id))?.number).toBe('BC-2024-001');
    expect(await counts(reopened)).toMatchObject({ sent: 1 });
  });
});

/** Like a browser over its quota: the requests succeed, then the transaction aborts. */
function abortWrites(): { restore(): void } {
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof real>) {
    const request = real.apply(this, args);
    request.addEventListener('success', () => request.transaction?.abort(), { once: true });
    return request;
  };
  return { restore: () => void (IDBObjectStore.prototype.put = real) };
}

describe('the database', () => {
  it('that a newer build has upgraded is opened by an older one', async () => {
    const name = `diaban-newer-${newId()}`;
    const newer = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open(name, 99);
      request.onupgradeneeded = () => {
        for (const store of ['meta', 'row', 'card', 'kept', 'draft', 'scratch', 'photo', 'blob', 'later']) request.result.createObjectStore(store);
        request.result.createObjectStore('op').createIndex('roots', 'roots', { multiEntry: true });
      };
      request.onsuccess = () => done(request.result);
    });
    newer.close();
    const db = new Database(name);
    await db.write([{ store: 'meta', key: 'state', value: 1 }]);
    expect(await db.getMany('meta', ['state'])).toEqual([1]);
  });

  it('steps aside for the upgrade of another tab, and goes on afterwards [invariant one-sender] [failure 40]', async () => {
    const name = `diaban-aside-${newId()}`;
    const db = new Database(name);
    await db.write([{ store: 'meta', key: 'a', value: 1 }]);
    const upgraded = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open(name, 50);
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    upgraded.close();
    await db.write([{ store: 'meta', key: 'b', value: 2 }]);
    expect(await db.getMany('meta', ['a', 'b'])).toEqual([1, 2]);
  });
});
