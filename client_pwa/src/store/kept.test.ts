import { afterEach, expect, test, vi } from 'vitest';
import { refresh } from './session.ts';
import { Office } from './testing/office.ts';
import { Browser } from './testing/phone.ts';
import { remember } from './who.ts';

afterEach(() => vi.unstubAllGlobals());

/** What the phone asks the office at a start, in a browser with that storage. */
async function asked(storage: object | undefined): Promise<string[]> {
  vi.stubGlobal('navigator', { storage });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  const browser = new Browser(new Office());
  const urls: string[] = [];
  browser.fetch = async (url) => {
    urls.push(url);
    return new Response(null, { status: 503 });
  };
  await remember({ person: 'p1', name: 'Duyên', username: 'duyen', device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0 });
  await refresh(browser.ports);
  return urls;
}

test('a phone tells the office whether its browser keeps the store', async () => {
  expect(await asked({ persisted: async () => false })).toEqual(['/api/session?kept=false']);
  expect(await asked({ persisted: async () => true })).toEqual(['/api/session?kept=true']);
});

test('a browser that cannot say so says nothing', async () => {
  const refuses = { persisted: () => Promise.reject(new Error('no')) };
  for (const storage of [undefined, {}, refuses]) expect(await asked(storage)).toEqual(['/api/session']);
});
