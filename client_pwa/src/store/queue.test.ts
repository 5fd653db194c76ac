import { beforeEach, describe, expect, it } from 'vitest';
import { commit, reading } from './commit.ts';
import { submit } from './drafts.ts';
import { unsay } from './intents.ts';
import { rows, setWifiOnly, upload, waiting } from './photo_queue.ts';
import { pixelSize } from './picture.ts';
import { readBoot } from './project.ts';
import { BYTES, Files, withPhoto } from './testing/files.ts';
import { Office } from './testing/office.ts';
import { type Phone, phone } from './testing/phone.ts';

let office: Office;
let files: Files;
let tab: Phone;

beforeEach(async () => {
  office = new Office();
  files = new Files();
  tab = await phone(office);
  tab.browser.fetch = (url, init) => (url.startsWith('/api/files') ? files.fetch(url, init) : office.fetch(url, init));
});

describe('a photo that the office lacks', () => {
  it('is counted from the sending of its report until the office has it [invariant counts-are-true]', async () => {
    const counted = async (): Promise<number> => (await readBoot(reading(tab.store))).counts['photos'] ?? 0;
    const { visit } = await withPhoto(tab);
    expect(await counted()).toBe(0);
    const op = await submit(visit, 'cadre', tab.store);
    expect(await counted()).toBe(1);
    await unsay(op, tab.store);
    expect(await counted()).toBe(0);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.cutAfter = 2;
    await upload(tab.store);
    expect(await counted()).toBe(1);
    const before = await readBoot(reading(tab.store));
    await commit(tab.store, async (step) => step.put('meta', 'boot', { ...before, version: 0 }));
    await commit(tab.store, async () => undefined);
    expect((await readBoot(reading(tab.store))).counts).toEqual(before.counts);
    files.cutAfter = Number.POSITIVE_INFINITY;
    await upload(tab.store);
    expect(await counted()).toBe(0);
  });

  it('is counted when its report is sent while it is on its way, and then the line breaks [invariant counts-are-true]', async () => {
    const { visit } = await withPhoto(tab);
    // The report had come back: its new photo need not wait for it.
    office.put('visit', visit, { author: 'p1', status: 'returned', round: 1 });
    await tab.sync();
    const { fetch } = tab.browser;
    tab.browser.fetch = async (url, init) => {
      if (init.method === 'POST' && url === '/api/files') await submit(visit, 'cadre', tab.store);
      if (init.method === 'PATCH') throw new TypeError('network');
      return fetch(url, init);
    };
    await upload(tab.store);
    expect((await rows(tab.store))[0]).toMatchObject({ state: 'waiting', goes: true });
    expect((await readBoot(reading(tab.store))).counts['photos']).toBe(1);
  });
});

describe('a photo on its way', () => {
  it('waits until the words are at the office, then goes in chunks', async () => {
    const { visit, photo } = await withPhoto(tab);
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    await submit(visit, 'cadre', tab.store);
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    await tab.sync();
    await upload(tab.store);
    expect(files.asked).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH']);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
    expect(await waiting(tab.store)).toEqual([]);
  });

  it('goes on where it was cut', async () => {
    const { visit, photo } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.cutAfter = 2;
    await upload(tab.store);
    expect((await rows(tab.store))[0]).toMatchObject({ state: 'waiting', sent: 131_072 });
    files.cutAfter = Number.POSITIVE_INFINITY;
    files.asked.length = 0;
    await upload(tab.store);
    expect(files.asked).toEqual(['HEAD', 'PATCH', 'PATCH']);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
  });

  it('lies on the phone as plain bytes, which no browser forgets how to read [invariant photo-whole] [failure 37]', async () => {
    const { photo } = await withPhoto(tab);
    expect(await reading(tab.store).get('blob', photo)).toBeInstanceOf(ArrayBuffer);
  });

  it('begins anew when the office has forgotten it', async () => {
    const { visit, photo } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.cutAfter = 2;
    await upload(tab.store);
    files.parts.clear();
    files.cutAfter = Number.POSITIVE_INFINITY;
    await upload(tab.store);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
  });

  it.each(['POST', 'PATCH'])('stays away when it was erased, or taken out, while its %s was under way [invariant photo-whole]', async (method) => {
    const { visit, photo } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    const { fetch } = tab.browser;
    tab.browser.fetch = async (url, init) => {
      if (init.method === method) await commit(tab.store, async (step) => (['photo', 'blob'] as const).forEach((name) => step.del(name, photo)));
      return fetch(url, init);
    };
    await upload(tab.store);
    expect(await rows(tab.store)).toEqual([]);
  });

  it('asks for another try after a cut, and while another tab is at it', async () => {
    const { visit } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.cutAfter = 2;
    const [cut, busy] = await Promise.all([upload(tab.store), upload(tab.store)]);
    expect([cut, busy]).toEqual([true, true]);
    files.cutAfter = Number.POSITIVE_INFINITY;
    expect(await upload(tab.store)).toBe(false);
  });
});

describe('a photo that will not come', () => {
  it('is given up when the office says that it is no picture', async () => {
    const { visit } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.refuses = 422;
    await upload(tab.store);
    expect((await rows(tab.store))[0]?.state).toBe('refused');
  });

  it('is given up when its bytes have spoiled on the phone', async () => {
    const { visit } = await withPhoto(tab, BYTES.map((byte) => byte + 1));
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    expect((await rows(tab.store))[0]?.state).toBe('refused');
  });

  it('holds up no other when the office stumbles over it [failure 19]', async () => {
    const [first, second] = [await withPhoto(tab), await withPhoto(tab)];
    for (const { visit } of [first, second]) await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.stumblesOver = `/api/files/${first.photo}`;
    expect(await upload(tab.store)).toBe(true);
    const states = new Map((await rows(tab.store)).map((row) => [row.id, row.state]));
    expect([states.get(first.photo), states.get(second.photo)]).toEqual(['waiting', 'complete']);
  });

  it('waits without asking for another try while no report names it', async () => {
    const { visit } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.unnamed = true;
    expect(await upload(tab.store)).toBe(false);
    expect((await rows(tab.store))[0]?.state).toBe('waiting');
  });
});

describe('a photo and the network', () => {
  it('waits for Wi-Fi when the person wants that', async () => {
    const { visit } = await withPhoto(tab);
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    await setWifiOnly(true, tab.store);
    Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' }, configurable: true });
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    Object.defineProperty(navigator, 'connection', { value: { type: 'wifi' }, configurable: true });
    await upload(tab.store);
    expect((await rows(tab.store))[0]?.state).toBe('complete');
  });
});

describe('the size that a file claims', () => {
  it('is read from the head of the usual kinds before anything is opened', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x31);
    expect(pixelSize(png)).toEqual({ width: 30_000, height: 30_001 });
    const gif = Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x10, 0x27, 0x20, 0x4e);
    expect(pixelSize(gif)).toEqual({ width: 10_000, height: 20_000 });
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0, 3, 1, 1);
    expect(pixelSize(jpeg)).toEqual({ width: 4_000, height: 3_000 });
    expect(pixelSize(new TextEncoder().encode('no picture at all, but long enough'))).toBeNull();
  });
});
