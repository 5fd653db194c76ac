import { afterEach, expect, it, vi } from 'vitest';
import { writePhone } from '../store/phone.ts';
import { browser } from '../store/ports.ts';
import { Office } from '../store/testing/office.ts';
import { Browser } from '../store/testing/phone.ts';
import { syncInBackground } from './background.ts';

vi.stubGlobal('Notification', { permission: 'default' });

afterEach(() => vi.restoreAllMocks());

async function signedIn(): Promise<void> {
  const session = { person: 'p1', name: 'Người p1', username: 'p1', device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0 };
  await writePhone({ people: [session], current: 'p1' });
  const { ports } = new Browser(new Office());
  vi.spyOn(browser, 'lock').mockImplementation(ports.lock);
  vi.spyOn(browser, 'tryLock').mockImplementation(ports.tryLock);
  vi.spyOn(browser, 'fetch').mockImplementation(ports.fetch);
}

it('a worker that finds a tab sending is woken again: the tab may be closed before it is through [invariant outbox-drains]', async () => {
  await signedIn();
  let closed = (): void => undefined;
  const tab = browser.lock('diaban-send-p1', () => new Promise<void>((over) => (closed = over)));
  await expect(syncInBackground()).rejects.toThrow('not everything was sent');
  closed();
  await tab;
  await syncInBackground();
});
