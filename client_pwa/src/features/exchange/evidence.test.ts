import { beforeEach, describe, expect, it } from 'vitest';
import { say, waitingOps } from '../../store/intents.ts';
import { rows, upload } from '../../store/photo_queue.ts';
import { BYTES, Files } from '../../store/testing/files.ts';
import { Office } from '../../store/testing/office.ts';
import { newId, type Phone, phone } from '../../store/testing/phone.ts';
import { isUnsent } from '../../sync/operations.ts';
import type { Feedback } from '../../sync/records.ts';
import { evidenceFor, keepEvidence, leaveOut, unsaid } from './evidence.ts';

const DAY_MS = 86_400_000;
const SMALL = { bytes: BYTES.slice().buffer, width: 640, height: 480 };
let office: Office;
let files: Files;
let tab: Phone;
let item: string;

beforeEach(async () => {
  office = new Office();
  files = new Files();
  item = newId();
  office.put('feedback', item, { unit: newId(), kind: 'issue', matter: 'Kênh N3', author: newId(), raised: 1, status: 'owned', round: 1, owner: newId() });
  tab = await phone(office);
  tab.browser.fetch = (url, init) => (url.startsWith('/api/files') ? files.fetch(url, init) : office.fetch(url, init));
  await tab.sync();
});

const read = async (): Promise<Feedback> => (await tab.read('feedback', item)) as Feedback;

async function answer(): Promise<void> {
  const photos = await evidenceFor(await read(), tab.store);
  await say('feedback.answer', item, { args: { entry: newId(), round: 1, outcome: 'settled', text: 'Đã xong.', photos } }, 'agency', tab.store);
}

describe('a photo that proves an answer', () => {
  it('stands with the answer at once and goes after it [invariant photo-whole]', async () => {
    const photo = await keepEvidence({ id: item }, SMALL, tab.store);
    await upload(tab.store);
    await answer();
    await upload(tab.store);
    expect(files.asked).toEqual([]);
    expect(await read()).toMatchObject({ status: 'answered', photos: [{ id: photo, width: 640 }] });
    await tab.sync();
    await upload(tab.store);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
  });

  it('never keeps the answer back', async () => {
    await keepEvidence({ id: item }, SMALL, tab.store);
    await answer();
    files.cutAfter = 0;
    await tab.sync();
    expect(await upload(tab.store)).toBe(true);
    expect((await rows(tab.store)).map(({ state }) => state)).toEqual(['waiting']);
    expect((await waitingOps(tab.store)).some(isUnsent)).toBe(false);
  });

  it('is not thrown away when the clock is put right before the answer is given [invariant client-time-is-data]', async () => {
    const { now } = tab.browser;
    tab.browser.now = now - 3_000 * DAY_MS;
    const photo = await keepEvidence({ id: item }, SMALL, tab.store);
    tab.browser.now = now;
    await upload(tab.store);
    expect(unsaid(await rows(tab.store), await read())).toMatchObject([{ id: photo }]);
    tab.browser.now = now + 31 * DAY_MS;
    await answer();
    await tab.sync();
    await upload(tab.store);
    expect(files.parts.get(`/api/files/${photo}`)).toEqual(BYTES);
  });

  it('goes when the answer is never given', async () => {
    await keepEvidence({ id: item }, SMALL, tab.store);
    const { now } = tab.browser;
    for (const days of [29, 31, 60, 62]) {
      expect(await rows(tab.store)).toHaveLength(1);
      tab.browser.now = now + days * DAY_MS;
      await upload(tab.store);
    }
    expect(await rows(tab.store)).toEqual([]);
  });

  it('is left out again before the answer is given, and asked for once', async () => {
    const photo = await keepEvidence({ id: item }, SMALL, tab.store);
    await leaveOut(photo, tab.store);
    expect(await evidenceFor(await read(), tab.store)).toBeNull();
    await keepEvidence({ id: item }, SMALL, tab.store);
    await answer();
    expect(unsaid(await rows(tab.store), await read())).toEqual([]);
  });
});
