// This browser at its push service, and the office told of it. Runs in the service worker too; asks no person anything.
import { ask } from './http.ts';
import type { Ports } from './ports.ts';

interface Registration {
  readonly pushManager: PushManager;
}

/**
 * Subscribes this browser anew and tells the office. Answers the id it has there; null when the office sends no pushes.
 * Throws SessionError, or what the browser throws when its push service takes none.
 */
export async function subscribe(at: Registration, ports: Ports): Promise<string | null> {
  const { push_key: key } = await ask(ports, 'GET', '/api/reminders/roads');
  if (typeof key !== 'string') return null;
  // The one before may be dead at the push service, or made for other keys of the office: only a new one is sure.
  await unsubscribe(at);
  const made = await at.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  const { id } = await ask(ports, 'POST', '/api/reminders/subscriptions', { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] });
  return String(id);
}

/** Ends the subscription of this browser, without the network too: its push service then tells the office by itself. */
export async function unsubscribe(at: Registration): Promise<void> {
  await (await at.pushManager.getSubscription())?.unsubscribe();
}
