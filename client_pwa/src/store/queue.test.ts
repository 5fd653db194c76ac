import { beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../sync/values.ts';
import { commit } from './commit.ts';
import { create, flush, submit } from './drafts.ts';
import { type PhotoRow, rows, setWifiOnly, upload, waiting } from './photo_queue.ts';
import { pixelSize } from './picture.ts';
import { Office } from './testing/office.ts';
import { newId, type Phone, phone } from './testing/phone.ts';

/** The office's end of tus, with a line that can be cut. */
class Files {
  readonly parts = new Map<string, Uint8Array>();
  readonly asked: string[] = [];
  cutAfter = Number.POSITIVE_INFINITY;
  refuses: number | null = null;

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    this.asked.push(init.method ?? 'GET');
    if (this.asked.length > this.cutAfter) throw new TypeError('network');
    if (init.method === 'POST') return this.begin(init);
    const part = this.parts.get(url);
    if (!part) return new Response(null, { status: 404 });
    if (init.method === 'HEAD') return new Response(null, { status: 200, headers: { 'Upload-Offset': String(part.length) } });
    return this.take(url, part, init);
  };

  private begin(init: RequestInit): Response {
    const said = new Headers(init.headers).get('Upload-Metadata') ?? '';
    const url = `/api/files/${atob(/photo (\S+?),/.exec(said)?.[1] ?? '')}`;
    if (!this.parts.has(url)) this.parts.set(url, new Uint8Array());
    return new Response(null, { status: 201, headers: { Location: url, 'Upload-Offset': String(this.parts.get(url)?.length) } });
  }

  private take(url: string, part: Uint8Array, init: RequestInit): Response {
    if (this.refuses) return new Response(null, { status: this.refuses });
    if (Number(new Headers(init.headers).get('Upload-Offset')) !== part.length) return new Response(null, { status: 409 });
    const more = new Uint8Array(init.body as ArrayBuffer);
    this.parts.set(url, new Uint8Array([...part, ...more]));
    return new Response(null, { status: 204, headers: { 'Upload-Offset': String(part.length + more.length) } });
  }
}

let office: Office;
let files: Files;
let tab: Phone;
const BYTES = new Uint8Array(300_000).map((_, at) => at % 251);

beforeEach(async () => {
  office = new Office();
  files = new Files();
  tab = await phone(office);
  tab.browser.fetch = (url, init) => (url.startsWith('/api/files') ? files.fetch(url, init) : office.fetch(url, init));
});

/** A report with a photo, as photos.add leaves it; the shrinking needs a browser. */
async function withPhoto(bytes = BYTES): Promise<{ visit: string; photo: string }> {
  const visit = create({ unit: newId(), findings: 'x' }, tab.store);
  await flush(tab.store);
  const photo = newId();
  const row: PhotoRow = { id: photo, visit, sha: await sha256Hex(BYTES), bytes: bytes.length, width: 1, height: 1, state: 'waiting', place: null, sent: 0, done: null };
  await commit(tab.store, async (step) => {
    step.put('photo', photo, row);
    step.put('blob', photo, bytes.buffer);
  });
  return { visit, photo };
}

describe('a photo on its way', () => {
  it('waits until the words are at the office, then goes in chunks', async () => {
    const { visit, photo } = await withPhoto();
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    await submit(visit, 'cadre', tab.store);
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    await tab.sync();
    await upload(tab.store);
    expect(files.asked).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH']);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
    expect(await waiting(tab.store)).toEqual({ count: 0, bytes: 0 });
  });

  it('goes on where it was cut', async () => {
    const { visit, photo } = await withPhoto();
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

  it('begins anew when the office has forgotten it', async () => {
    const { visit, photo } = await withPhoto();
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.cutAfter = 2;
    await upload(tab.store);
    files.parts.clear();
    files.cutAfter = Number.POSITIVE_INFINITY;
    await upload(tab.store);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
  });

});

describe('a photo that will not come', () => {
  it('is given up when the office says that it is no picture', async () => {
    const { visit } = await withPhoto();
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    files.refuses = 422;
    await upload(tab.store);
    expect((await rows(tab.store))[0]?.state).toBe('refused');
  });

  it('is given up when its bytes have spoiled on the phone', async () => {
    const { visit } = await withPhoto(BYTES.map((byte) => byte + 1));
    await submit(visit, 'cadre', tab.store);
    await tab.sync();
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    expect((await rows(tab.store))[0]?.state).toBe('refused');
  });

});

describe('a photo and the network', () => {
  it('waits for Wi-Fi when the person wants that', async () => {
    const { visit } = await withPhoto();
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
