// How the person is reached outside the app: asked of the office, or set there, so each needs a network. Throws
// SessionError with a code of the catalogue.
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';

/** A browser that takes, or took, pushes. Instants in real ms. `here`: this one; `open`: one would be sent to it now. */
export interface ToldPhone {
  id: string;
  label: string;
  here: boolean;
  open: boolean;
  made: number;
  taken: number | null;
  shown: number | null;
  retired: number | null;
}
/** `push_key`: null where nothing is pushed; `kept`: a demo, which sends nothing outside. */
export interface Roads {
  push_key: string | null;
  kept: boolean;
  mail: string | null;
  gateway: string | null;
  mail_open: boolean;
  gateway_open: boolean;
  phones: ToldPhone[];
}
/** What became of a push that the person sent himself. */
export interface Tried {
  outcome: 'taken' | 'gone' | 'later' | 'refused' | 'unreached';
  status: number;
}

const AT = '/api/reminders';

async function told<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await ask(browser, method, `${AT}/${path}`, body)) as unknown as T;
}

export const readRoads = (): Promise<Roads> => told('GET', 'roads');
export const tryPush = (): Promise<Tried> => told('POST', 'test', {});
export const setAddresses = (mail: string, gateway: string): Promise<unknown> => told('PUT', 'addresses', { mail: mail.trim() || null, gateway: gateway.trim() || null });
/** Since when the person's calendar has an address; null: it has none. The address itself is told once. */
export const readCalendarMade = (): Promise<{ made: number | null }> => told('GET', 'calendar');
export const makeCalendar = (): Promise<{ url: string }> => told('POST', 'calendar', {});
export const endCalendar = (): Promise<unknown> => told('DELETE', 'calendar');
