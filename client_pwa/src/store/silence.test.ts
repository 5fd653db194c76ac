import { beforeEach, expect, it } from 'vitest';
import type { Ended } from './agent.ts';
import { drop, say } from './intents.ts';
import { bringRescue } from './rescue.ts';
import { browser } from './ports.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

let office: Office;
let tab: Phone;
/** The waits that have not been called off, and what is done when one is over. */
let waits: { ms: number; act: () => void }[];

beforeEach(async () => {
  office = new Office();
  tab = await phone(office);
  waits = [];
  tab.browser.ports.after = (ms, act) => {
    const wait = { ms, act };
    waits.push(wait);
    return () => (waits = waits.filter((one) => one !== wait));
  };
});

/** A line that takes what is sent and never says anything, until it is given up. */
function silence(init: RequestInit): Promise<never> {
  return new Promise((_, fail) => init.signal?.addEventListener('abort', () => fail(new DOMException('', 'AbortError'))));
}

/** The same after the first words of an answer: a page of somebody else's that never ends. */
function halfPage(init: RequestInit): Response {
  const body = new ReadableStream({ start: (page) => init.signal?.addEventListener('abort', () => page.error(new DOMException('', 'AbortError'))) });
  return new Response(body, { status: 502 });
}

/** How a sync ends when every wait runs out. */
async function endOf(syncing: Promise<Ended>): Promise<Ended | 'stuck'> {
  for (let task = 0; task < 50; task += 1) await new Promise(setImmediate);
  for (const { act } of waits) act();
  const stuck = new Promise<'stuck'>((done) => setTimeout(() => done('stuck'), 200));
  return Promise.race([syncing, stuck]);
}

it('a line that falls silent when the office is told what was dropped holds up no sending [invariant outbox-drains] [failure 17]', async () => {
  office.refuses.set('feedback.raise', 'text_too_long');
  const op = await say('feedback.raise', newId(), { args: { entry: newId() }, set: { matter: 'x' } }, 'cadre', tab.store);
  await tab.sync();
  await drop(op, tab.store);
  tab.browser.fetch = (url, init) => (url === '/api/cases/drop' ? silence(init) : office.fetch(url, init));
  expect(await endOf(tab.sync())).toBe('done');
  tab.browser.fetch = office.fetch;
  expect(await tab.sync()).toBe('done');
});

it("somebody else's page that never ends holds up no sending [invariant outbox-drains] [failure 17]", async () => {
  tab.browser.fetch = async (_, init) => halfPage(init);
  expect(await endOf(tab.sync())).toBe('offline');
  tab.browser.fetch = office.fetch;
  expect(await tab.sync()).toBe('done');
});

it('a file of eight megabytes has an hour', async () => {
  const { after, fetch } = browser;
  Object.assign(browser, { after: tab.browser.ports.after, fetch: (_: string, init: RequestInit) => silence(init) });
  const bringing = bringRescue(new File(['x'], 'x.rescue'));
  expect(waits.map(({ ms }) => ms)).toEqual([3_600_000]);
  waits[0]?.act();
  await expect(bringing).rejects.toThrow('offline');
  Object.assign(browser, { after, fetch });
});
