import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { submit } from './drafts.ts';
import { type PhotoRow, rows } from './photo_queue.ts';
import { browser } from './ports.ts';
import { Rhythm } from './rhythm.ts';
import { BYTES, Files, withPhoto } from './testing/files.ts';
import { Office } from './testing/office.ts';
import { type Phone, phone } from './testing/phone.ts';

// Its note has a timer of its own; here the one timer is that of the next try.
vi.mock('./loss.ts', () => ({ watchForLoss: () => () => undefined, knownBefore: () => null }));

let office: Office;
let files: Files;
let tab: Phone;
let rhythm: Rhythm;
/** How many tries to send photos are over, as far as each came. */
let tries: number;

/** Lets the store and the network work until that is so; the clock stands still. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
  // What follows in the same breath needs no storage.
  for (let task = 0; task < 5; task += 1) await new Promise(setImmediate);
}

/** Turns the clock to the next try. Answers how long that was, ms. */
function toNextTimer(): number {
  const before = Date.now();
  vi.advanceTimersToNextTimer();
  return Date.now() - before;
}

async function photo(): Promise<PhotoRow | undefined> {
  return (await rows(tab.store))[0];
}

beforeEach(async () => {
  office = new Office();
  files = new Files();
  tab = await phone(office);
  tab.browser.fetch = (url, init) => (url.startsWith('/api/files') ? files.fetch(url, init) : office.fetch(url, init));
  Object.assign(tab.browser.ports, { now: () => Date.now(), after: browser.after });
  await submit((await withPhoto(tab)).visit, 'cadre', tab.store);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  rhythm = new Rhythm(tab.store);
  tries = 0;
  const { ports } = tab.browser;
  const { tryLock } = ports;
  ports.tryLock = (name, work) => tryLock(name, work).finally(() => (tries += name === 'diaban-photos-p1' ? 1 : 0));
});

afterEach(() => {
  rhythm.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a photo that was cut', () => {
  it('goes on by itself after growing pauses, of half a minute at most [invariant outbox-drains] [failure 18]', async () => {
    files.cutAfter = 0;
    rhythm.start();
    const pauses: number[] = [];
    for (let cuts = 1; cuts <= 8; cuts += 1) {
      pauses.push(toNextTimer());
      await until(() => tries === cuts);
    }
    // Three quarters of each ceiling, by the chance of this phone.
    expect(pauses).toEqual([0, 750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
    files.cutAfter = Number.POSITIVE_INFINITY;
    toNextTimer();
    await until(() => tries === 9);
    expect(await photo()).toMatchObject({ state: 'complete' });
    expect([...files.parts.values()]).toEqual([BYTES]);
  });

  it('goes on soon when the service worker was cut while it held the queue [invariant one-sender]', async () => {
    let cut = (): void => undefined;
    const worker = tab.browser.ports.lock('diaban-photos-p1', () => new Promise<void>((ended) => (cut = ended)));
    rhythm.start();
    toNextTimer();
    await until(() => tries === 1);
    cut();
    await worker;
    expect(toNextTimer()).toBeLessThanOrEqual(1_000);
    await until(() => tries === 2);
    expect(await photo()).toMatchObject({ state: 'complete' });
  });

  it('is given up by a line that says nothing, and tried again [failure 17]', async () => {
    files.silent = true;
    rhythm.start();
    toNextTimer();
    await until(() => files.asked.length === 1);
    files.silent = false;
    vi.advanceTimersByTime(120_000);
    await until(() => files.parts.size === 1 && tries >= 2);
    expect(await photo()).toMatchObject({ state: 'complete' });
  });
});

it('asks for what the office has soon after a sync under way that began without that wish [invariant counts-are-true]', async () => {
  let answer = (): void => undefined;
  const held = new Promise<void>((go) => (answer = go));
  const { fetch } = tab.browser;
  tab.browser.fetch = (url, init) => (url.startsWith('/api/sync') ? held.then(() => fetch(url, init)) : fetch(url, init));
  const began = vi.spyOn(tab.browser, 'fetch');
  rhythm.start();
  toNextTimer();
  await until(() => began.mock.calls.length > 0);
  const joined = rhythm.now(true);
  answer();
  expect(await joined).toBe('done');
  expect(office.requests.some(({ want }) => want?.receipt)).toBe(false);
  expect(toNextTimer()).toBeLessThanOrEqual(1_000);
  await until(() => tries === 2);
  expect(office.requests.at(-1)?.want?.receipt).toBe(true);
});
