import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Database, NotSaved } from './db.ts';
import { create, edit, flush } from './drafts.ts';
import { hereOrNull, setHere } from './here.ts';
import { say, waitingOps } from './intents.ts';
import { sealAll } from './outbox.ts';
import { phone as phoneDatabase, readPhone, writePhone } from './phone.ts';
import { writeLock } from './ports.ts';
import { enter, refresh, signIn, signOut } from './session.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';
import { current, forget, remember, type Session } from './who.ts';
import { tellOffice } from './wiped.ts';

const noted = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => noted.get(key) ?? null,
  setItem: (key: string, value: string) => noted.set(key, value),
  removeItem: (key: string) => noted.delete(key),
});

let office: Office;
let tab: Phone;
/** The office's answer to the request that is under way. */
let answer: (response: Response) => void;

beforeEach(async () => {
  noted.clear();
  await writePhone({ people: [], current: null });
  office = new Office();
  tab = await phone(office);
  setHere(tab.store);
});

function session(person: string): Session {
  return { person, name: `Người ${person}`, username: person, device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0 };
}

/** The next request reaches the office; what it answers takes its time. */
function asked(): Promise<void> {
  return new Promise((reached) => {
    tab.browser.fetch = () => {
      tab.browser.fetch = async () => new Response(null, { status: 204 });
      reached();
      return new Promise((done) => (answer = done));
    };
  });
}

const names = async (): Promise<unknown> => (await readPhone())?.people.map(({ person }) => person);

describe('an answer that comes when its person has left', () => {
  it('does not bring him back [invariant data-keyed-by-person]', async () => {
    await remember(session('p1'));
    const reached = asked();
    const refreshing = refresh(tab.browser.ports);
    await reached;
    await signOut(tab.browser.ports);
    answer(Response.json({ person: { id: 'p1', name: 'Người p1' }, roles: [], device: 'd1' }));
    await refreshing;
    expect(current()).toBeNull();
    expect(await readPhone()).toMatchObject({ people: [{ person: 'p1' }], current: null });
  });

  it.each([null, 'p2'])('does not bring him back either when he left in another tab, and %s is there [invariant data-keyed-by-person]', async (there) => {
    await remember(session('p1'));
    const reached = asked();
    const refreshing = refresh(tab.browser.ports);
    await reached;
    const left = { people: [session('p1'), session('p2')], current: there };
    await writePhone(left);
    answer(Response.json({ person: { id: 'p1', name: 'Người p1' }, roles: [], device: 'd1' }));
    await refreshing;
    expect(await readPhone()).toEqual(left);
  });

  it('does not bring him back while another tab forgets him [invariant lost-scope-rows-go]', async () => {
    await remember(session('p1'));
    const reached = asked();
    const refreshing = refresh(tab.browser.ports);
    await reached;
    const { ports } = tab.browser;
    const forgets = (): Promise<boolean> => writePhone({ people: [], current: null }).then(() => true);
    const read = Database.prototype.getMany.bind(phoneDatabase);
    let forgot: boolean | undefined;
    // Between what it reads of the phone and what it writes: the other tab is let in, unless it has to wait.
    const spy = vi.spyOn(phoneDatabase, 'getMany').mockImplementationOnce(async (...of) => {
      const found = await read(...of);
      forgot = await ports.tryLock(writeLock('p1'), forgets);
      return found;
    });
    answer(Response.json({ person: { id: 'p1', name: 'Người p1' }, roles: [], device: 'd1' }));
    await refreshing;
    spy.mockRestore();
    if (!forgot) await ports.lock(writeLock('p1'), forgets);
    expect(await readPhone()).toEqual({ people: [], current: null });
  });

  it('does not put out who has signed in since [invariant data-keyed-by-person]', async () => {
    await writePhone({ people: [], current: null, wiped: { person: 'Người p1', unsent: 0, at: 1, told: false } });
    const reached = asked();
    const telling = tellOffice(tab.browser.ports);
    await reached;
    await remember(session('p2'));
    answer(new Response(null, { status: 204 }));
    await telling;
    expect(await readPhone()).toEqual({ people: [session('p2')], current: 'p2' });
  });
});

describe('words that the phone had no room for', () => {
  it('are kept before their person leaves, or he stays [invariant data-keyed-by-person]', async () => {
    await remember(session('p1'));
    tab.browser.fetch = async () => new Response(null, { status: 204 });
    const id = create({ unit: newId(), findings: 'Cầu' }, tab.store);
    await flush(tab.store);
    const full = vi.spyOn(tab.store.db, 'write').mockRejectedValue(new NotSaved('quota'));
    edit(id, { findings: 'Cầu gãy' }, tab.store);
    await expect(signOut(tab.browser.ports)).rejects.toThrow(NotSaved);
    expect(current()?.person).toBe('p1');
    full.mockRestore();
    await signOut(tab.browser.ports);
    expect((await tab.read('draft', id))?.findings).toBe('Cầu gãy');
    expect(current()).toBeNull();
  });

  it('are kept before another person comes over him, or he stays [invariant data-keyed-by-person]', async () => {
    await remember(session('p1'));
    const id = create({ unit: newId(), findings: 'Cầu' }, tab.store);
    await flush(tab.store);
    const full = vi.spyOn(tab.store.db, 'write').mockRejectedValue(new NotSaved('quota'));
    edit(id, { findings: 'Cầu gãy' }, tab.store);
    await expect(enter(session('p2'), tab.browser.ports)).rejects.toThrow(NotSaved);
    expect(hereOrNull()).toBe(tab.store);
    full.mockRestore();
    await enter(session('p2'), tab.browser.ports);
    expect(current()?.person).toBe('p2');
    expect((await tab.read('draft', id))?.findings).toBe('Cầu gãy');
  });

  it('for another person leave the one who is here as he was [invariant data-keyed-by-person]', async () => {
    await remember(session('p1'));
    const told = vi.fn();
    tab.store.listen(told);
    const full = vi.spyOn(Database.prototype, 'write').mockRejectedValueOnce(new NotSaved('quota'));
    await expect(enter(session('p3'), tab.browser.ports)).rejects.toThrow(NotSaved);
    full.mockRestore();
    expect([hereOrNull(), current()?.person]).toEqual([tab.store, 'p1']);
    create({ unit: newId(), findings: 'Cầu' }, tab.store);
    await flush(tab.store);
    expect(told).toHaveBeenCalled();
  });
});

describe('a person who signs in as another device', () => {
  it('sends again what had no answer, in a new incarnation [invariant outbox-drains]', async () => {
    const ops: string[] = [];
    for (const matter of ['một', 'hai', 'ba']) {
      ops.push(await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter } }, 'cadre', tab.store));
      if (matter !== 'hai') continue;
      await tab.sync();
    }
    await sealAll(tab.store);
    await enter({ ...session('p1'), device: 'd2' }, tab.browser.ports);
    const waiting = (await waitingOps(tab.store)).map(({ op_id, sealed }) => [op_id, sealed?.n]);
    expect(waiting).toEqual([[ops[2], 1]]);
    await tab.sync();
    expect(office.requests.at(-1)?.push).toMatchObject({ from: 1, prev: null });
    expect(await waitingOps(tab.store)).toEqual([]);
    expect(office.outcomes.size).toBe(3);
  });
});

describe('who has signed in on this phone in another tab', () => {
  it('stays known when somebody signs in, or out, in this one [invariant data-keyed-by-person]', async () => {
    await remember(session('p1'));
    await writePhone({ people: [session('p1'), session('p2')], current: 'p2' });
    await forget();
    expect(await names()).toEqual(['p1', 'p2']);
    await writePhone({ people: [session('p1'), session('p2'), session('p3')], current: 'p3' });
    await remember(session('p1'));
    expect(await names()).toEqual(['p2', 'p3', 'p1']);
  });

  it('signs in here as the device that he is there', async () => {
    await remember(session('p1'));
    await writePhone({ people: [session('p1'), { ...session('p4'), device: 'd4' }], current: 'p4' });
    let said = '';
    tab.browser.fetch = async (_, init) => {
      said = String(init.body);
      return Response.json({ error: { code: 'slow_down' } }, { status: 429 });
    };
    await expect(signIn('p4', 'mật khẩu', tab.browser.ports)).rejects.toThrow('slow_down');
    expect(JSON.parse(said)).toMatchObject({ device: { id: 'd4' } });
  });

  it('stays forgotten when his device was withdrawn [invariant lost-scope-rows-go]', async () => {
    await remember(session('p1'));
    await remember(session('p2'));
    await writePhone({ people: [session('p2')], current: 'p2' });
    await remember(session('p2'));
    expect(await names()).toEqual(['p2']);
  });
});
