// Which card a person is shown about reminders on this phone, if any. Pure: what stands and what was said are arguments.
import { appBrowser } from '../session/browsers.ts';
import { isIPhone } from './iphone.ts';

/**
 * How pushes stand on this phone: taken; not turned on; blocked by the person in the browser; not to be had; only after
 * the app was put on the Home Screen of an iPhone.
 */
export type PushHere = 'on' | 'off' | 'denied' | 'unable' | 'install';
/** Put the app on the Home Screen; may reminders come here; they came here and do no more. */
export type Card = 'install' | 'ask' | 'again';

export interface Standing {
  here: PushHere;
  /** The person turned reminders on in this browser once. */
  turnedOn: boolean;
  /** The office holds this browser for unreachable. */
  retired: boolean;
  /** His first report is at the office; of who writes none, the first thing he said. */
  sent: boolean;
  /** How many drafts, ops and photos here the office has not got, or the person not sent. */
  unfinished: number;
  putOff: boolean;
}

export function cardFor(now: Standing): Card | null {
  if (now.putOff) return null;
  // The app on the Home Screen has a storage of its own: what is unfinished here would stay behind.
  if (now.here === 'install') return now.unfinished === 0 ? 'install' : null;
  if (now.here === 'off') return now.turnedOn ? 'again' : now.sent ? 'ask' : null;
  return now.here === 'on' && now.retired ? 'again' : null;
}

interface Machine {
  userAgent: string;
  maxTouchPoints: number;
}

/** What this browser could do, before anybody was asked. `standalone`: opened from the Home Screen. */
export function meansOf(machine: Machine, { pushes, standalone }: { pushes: boolean; standalone: boolean }): 'push' | 'install' | 'unable' {
  if (pushes) return 'push';
  const browser = isIPhone(machine) && !standalone && appBrowser(machine.userAgent) === null;
  return browser ? 'install' : 'unable';
}
