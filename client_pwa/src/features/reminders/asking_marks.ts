// What this phone keeps about asking: who put the question off, and who turned reminders on.
import { isIPhone } from './iphone.ts';

const PUT_OFF = 'diaban.put_off.';
const TURNED_ON = 'diaban.push';
const DAY_MS = 86_400_000;
/** How long nobody is asked again after "not now". */
export const PUT_OFF_DAYS = 60;

/** Whose pushes this browser takes, and its subscription's id at the office; null while it takes none. */
export function turnedOn(): { person: string; id: string } | null {
  const [person, id] = localStorage.getItem(TURNED_ON)?.split('/') ?? [];
  return person && id ? { person, id } : null;
}

/** Notes that the person turned reminders on here; null: they are off. */
export function noteTurnedOn(held: { person: string; id: string } | null): void {
  if (!held) return localStorage.removeItem(TURNED_ON);
  localStorage.setItem(TURNED_ON, `${held.person}/${held.id}`);
  localStorage.removeItem(PUT_OFF + held.person);
}

/** Notes that the person does not want to be asked now. */
export function putOff(person: string, nowMs: number): void {
  localStorage.setItem(PUT_OFF + person, String(nowMs));
}

/** Whether the person said "not now" a short while ago. A clock that was set back does not silence the question for ever. */
export function isPutOff(person: string, nowMs: number): boolean {
  const since = nowMs - Number(localStorage.getItem(PUT_OFF + person) ?? -Infinity);
  return since >= 0 && since < PUT_OFF_DAYS * DAY_MS;
}

/** Whether there may be something to ask on this phone: then the card is fetched, which knows better. */
export function mayAsk(person: string, nowMs: number): boolean {
  if (isPutOff(person, nowMs)) return false;
  return 'Notification' in globalThis ? Notification.permission !== 'denied' : isIPhone(navigator);
}
