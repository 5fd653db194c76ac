import '../store/testing/phone.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { phone, readPhone, writePhone } from '../store/phone.ts';
import { newId } from '../store/testing/phone.ts';

// Asked for by name: what a worker is given are types that no test is checked with.
interface Worker {
  pushed(scope: unknown, text: string): Promise<void>;
  pressed(scope: unknown, notification: unknown): Promise<void>;
}
const { pushed, pressed } = await vi.importActual<Worker>('./push.ts');
const TITLE = 'Có việc mới trong Địa Bàn';
const PERSON = { person: 'p1', name: 'An', username: 'an', device: 'd1', roles: ['cadre' as const], mustChange: false, officeOffsetMs: 0 };
/** What the phone did, in order. */
let done: string[];
let hangs: Promise<Response>;

/** A worker whose phone stands behind a captive portal, or where every request hangs until the worker is ended. */
function scope(): unknown {
  const registration = {
    showNotification: async (title: string) => void done.push(`shown ${title}`),
    getNotifications: async () => [],
    pushManager: { getSubscription: async () => ({ unsubscribe: async () => void done.push('unsubscribed') }) },
  };
  return { location: { origin: 'https://diaban.example' }, registration, clients: { matchAll: async () => [] } };
}

function told(unread: unknown): string {
  return JSON.stringify({ id: newId(), title: TITLE, body: '', url: '/feedback/7', unread });
}

beforeEach(async () => {
  done = [];
  hangs = new Promise(() => undefined);
  vi.stubGlobal('Notification', { permission: 'granted' });
  vi.stubGlobal('navigator', {
    locks: { request: async (_name: string, ...more: unknown[]) => (more.at(-1) as (lock: object) => unknown)({}) },
    setAppBadge: async (count: number) => void done.push(`badge ${count}`),
  });
  await writePhone({ people: [PERSON], current: PERSON.person });
  expect(await readPhone()).not.toBeNull();
});
afterEach(() => void vi.unstubAllGlobals());

it('what a push counts stands on the icon first, and behind a captive portal it stays there', async () => {
  vi.stubGlobal('fetch', async (url: string) => {
    done.push(url);
    return new Response('<html>Wi-Fi sign-in</html>', { status: 200, headers: { 'Content-Type': 'text/html' } });
  });
  await pushed(scope(), told(3));
  expect(done.slice(0, 2)).toEqual(['badge 3', `shown ${TITLE}`]);
  expect(done.filter((each) => each.startsWith('badge'))).toEqual(['badge 3']);
  expect(done).toContain('/api/sync');
});
it('a worker that is ended while it waits for the office has set it', async () => {
  vi.stubGlobal('fetch', async (url: string) => {
    done.push(url);
    return hangs;
  });
  void pushed(scope(), told(0));
  await vi.waitFor(() => expect(done).toContain('/api/reminders/shown'));
  expect(done.slice(0, 2)).toEqual(['badge 0', `shown ${TITLE}`]);
});
it.each([-1, 1.5, '3', null, undefined])('a number that is none changes nothing: %s', async (unread) => {
  vi.stubGlobal('fetch', async () => hangs);
  void pushed(scope(), told(unread));
  await vi.waitFor(() => expect(done).toContain(`shown ${TITLE}`));
  expect(done.filter((each) => each.startsWith('badge'))).toEqual([]);
});
it('who has left this phone is counted nothing on it, and asks for no more', async () => {
  await writePhone({ people: [], current: null });
  await pushed(scope(), told(3));
  expect(done).toEqual(['shown Địa Bàn', 'unsubscribed']);
});
it('a phone whose store did not open this once asks for more', async () => {
  const broken = vi.spyOn(phone, 'getMany').mockRejectedValue(new DOMException('no', 'UnknownError'));
  await pushed(scope(), told(3));
  broken.mockRestore();
  expect(done).toEqual(['shown Địa Bàn']);
});

/** A worker with one tab, which says that it heard or is only starting; and what is pressed there. */
async function pressedWith(hears: boolean): Promise<string[]> {
  const tab = {
    url: 'https://diaban.example/today',
    focus: async () => void done.push('to the front'),
    navigate: async (to: string) => void done.push(`starts at ${to}`),
    postMessage: ({ to }: { to: string }, [port]: MessagePort[]) => {
      if (!hears) return;
      done.push(`goes to ${to}`);
      port?.postMessage(true);
    },
  };
  const worker = { location: { origin: 'https://diaban.example' }, clients: { matchAll: async () => [tab] } };
  await pressed(worker, { close: () => undefined, data: { path: '/feedback/7' } });
  return done;
}
it('what is pressed leads the tab there that hears it, which keeps its form', async () => {
  expect(await pressedWith(true)).toEqual(['goes to /feedback/7', 'to the front']);
});
it('a tab that is only starting begins there', async () => {
  expect(await pressedWith(false)).toEqual(['to the front', 'starts at /feedback/7']);
});
