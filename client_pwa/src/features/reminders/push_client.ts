// Reminders of this browser: how they stand, and turning them on and off. The browser's question to the person is asked
// by `turnOn` and nowhere else; who calls it stands behind a button. What the office knows of it is roads.ts.
import { ask, SessionError } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import { readPhone } from '../../store/phone.ts';
import { subscribe, unsubscribe } from '../../store/pushes.ts';
import { current } from '../../store/who.ts';
import { meansOf, type PushHere } from './asking.ts';
import { noteTurnedOn, putOff, turnedOn } from './asking_marks.ts';

export type { PushHere } from './asking.ts';

/** How reminders stand on this phone for the person who is at it; needs no network. */
export async function pushHere(): Promise<PushHere> {
  const means = meansOf(navigator, { pushes: 'PushManager' in window && 'Notification' in window, standalone: isStandalone() });
  if (means !== 'push') return means;
  if (Notification.permission === 'denied') return 'denied';
  const found = await (await registration())?.pushManager.getSubscription();
  const own = turnedOn()?.person === current()?.person;
  return found && own && Notification.permission === 'granted' ? 'on' : 'off';
}

/**
 * Asks the person, subscribes this browser and tells the office. Answers how reminders stand now: `off` when he closed
 * the question, `unable` when the push service of this browser takes none. Throws SessionError when the office does not
 * answer or refuses. To be called in the moment of a press, and nothing awaited before.
 */
export async function turnOn(): Promise<PushHere> {
  const person = current()?.person;
  if ((await Notification.requestPermission()) !== 'granted' || !person) return pushHere();
  const at = await registration();
  const id = at && (await subscribe(at, browser).catch(orNothing));
  if (!id) return 'unable';
  noteTurnedOn({ person, id });
  return 'on';
}

/** Ends reminders on this phone; without the network too, and also once their person has left it. */
export async function turnOff(): Promise<void> {
  const held = turnedOn();
  noteTurnedOn(null);
  const at = await registration();
  if (at) await unsubscribe(at).catch(() => undefined);
  // The office sends nothing to who has signed out, and another person has no say in it.
  if (!held || held.person !== current()?.person) return;
  // Who turns them off does not want to be asked about it.
  putOff(held.person, Date.now());
  await ask(browser, 'DELETE', `/api/reminders/subscriptions/${held.id}`).catch(() => undefined);
}

/** Ends the reminders of who has left this phone. A page that could not open his store knows of nobody: the phone does. */
export async function turnOffAfter({ person }: { person: string }): Promise<void> {
  const there = await readPhone().catch(() => ({ current: person }));
  if (there?.current !== person) await turnOff();
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined;
}

function isStandalone(): boolean {
  return (navigator as { standalone?: boolean }).standalone === true || matchMedia('(display-mode: standalone)').matches;
}

/** What the browser or its push service refuses is no fault of the office. */
function orNothing(error: unknown): null {
  if (error instanceof SessionError) throw error;
  return null;
}
