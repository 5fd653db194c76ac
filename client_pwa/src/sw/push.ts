// Reminders: shown when they arrive, opened when they are pressed, and this browser subscribed anew when its push service
// says so. Whatever fails on the way, what arrived is shown.
import { wearBadge } from '../store/badge.ts';
import { reading } from '../store/commit.ts';
import { ask } from '../store/http.ts';
import { say } from '../store/intents.ts';
import { readPhone } from '../store/phone.ts';
import { browser } from '../store/ports.ts';
import { subscribe, unsubscribe } from '../store/pushes.ts';
import { showOnce } from '../store/shown.ts';
import { Store } from '../store/store.ts';
import { isOurs, pathOf } from './address.ts';
import { syncInBackground } from './background.ts';
import { neutral, readTold, type Told } from './told.ts';

const ICON = '/icon-192.png';
// Within which a tab that listens says so, also on a slow phone.
const HEARD_MS = 2000;

/** Shows what a push tells, says so to the office, and brings the phone up to date. Answers when all of it is over. */
export async function pushed(scope: ServiceWorkerGlobalScope, text: string | null): Promise<void> {
  const kept = await readPhone().catch(() => undefined);
  const person = kept?.current ?? null;
  const told = readTold(text, scope.location.origin);
  // Before all else: a phone that is kept from the office, or ends this worker, has the right number all the same.
  if (told.unread !== null && person) wearBadge(told.unread);
  const shown = await show(scope.registration, person ? told : neutral(told)).then(() => true, () => false);
  // Who has left this phone asked for no more of it. One whose store did not open this once may be here.
  if (!person) return kept === undefined ? undefined : unsubscribe(scope.registration);
  const tell = shown && told.id !== '' ? ask(browser, 'POST', '/api/reminders/shown', { id: told.id }) : null;
  await Promise.allSettled([tell, bringUpToDate(scope, person)]);
}

async function show(registration: ServiceWorkerRegistration, told: Told): Promise<void> {
  const { id, title, body, path } = told;
  // What cannot be told apart shall not pile up.
  const tag = id || 'diaban';
  const options = { tag, body, icon: ICON, badge: ICON, data: { id, path } };
  if (id === '') return registration.showNotification(title, options);
  return showOnce(id, browser, async (again) => {
    // What the person has put away stays away; what still stands is shown anew, without a sound, because browsers demand it.
    if (again && (await registration.getNotifications({ tag })).length === 0) return;
    await registration.showNotification(title, { ...options, silent: again });
  });
}

/** Whoever is seen syncs; when no tab is, this worker does. */
async function bringUpToDate(scope: ServiceWorkerGlobalScope, person: string): Promise<void> {
  const seen = (await tabs(scope)).some(({ visibilityState }) => visibilityState === 'visible');
  if (!seen) return syncInBackground();
  const channel = browser.channel(`diaban-${person}`);
  channel.post({ kind: 'ask' });
  channel.close();
}

/** The windows of the app, the one last used first. */
async function tabs(scope: ServiceWorkerGlobalScope): Promise<readonly WindowClient[]> {
  const all = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter(({ url }) => isOurs(new URL(url), scope.location.origin));
}

/** Opens what a reminder is about: in a tab that goes there as a link would, so that an open form is kept, or in a new one. */
export async function pressed(scope: ServiceWorkerGlobalScope, notification: Notification): Promise<void> {
  notification.close();
  const { id, path } = (notification.data ?? {}) as { id?: unknown; path?: unknown };
  const to = pathOf(path, scope.location.origin);
  const [tab] = await tabs(scope);
  await (tab ? lead(tab, to) : scope.clients.openWindow(to)).catch(() => undefined);
  if (typeof id === 'string') await markRead(id);
}

/** Brings a tab to the front and there. One that is only starting hears nobody yet: it starts again, at that address. */
async function lead(tab: WindowClient, to: string): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise<boolean>((done) => {
    port1.onmessage = () => done(true);
    setTimeout(() => done(false), HEARD_MS);
  });
  tab.postMessage({ kind: 'go', to }, [port2]);
  await tab.focus();
  if (!(await heard)) await tab.navigate(to);
}

/** What was pressed has been read; a message with no notice on this phone, such as a test, needs no mark. */
async function markRead(id: string): Promise<void> {
  const kept = await readPhone();
  const here = kept?.people.find(({ person }) => person === kept.current);
  if (!here) return;
  const store = new Store(here.person, browser);
  try {
    const notice = await reading(store).get<{ body: { read?: unknown } }>('row', `notice/${id}`);
    if (notice && !notice.body.read) await say('notice.read', id, {}, here.roles[0] ?? 'cadre', store);
  } finally {
    await store.close();
  }
}

/** The push service gave up the subscription. Without the network it stays lost: the person is asked at the next opening. */
export async function renewed(scope: ServiceWorkerGlobalScope): Promise<void> {
  if ((await readPhone())?.current) await subscribe(scope.registration, browser).catch(() => undefined);
}
