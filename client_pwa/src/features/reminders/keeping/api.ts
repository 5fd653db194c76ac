// The office's requests about reminders: what went out, what stands, who can be reached. They need a network; the rules
// of the occasions do not. Instants are ms of the office's clock. Throws SessionError with a code of the catalogue.
import { ask } from '../../../store/http.ts';
import { browser } from '../../../store/ports.ts';

export const STATES = ['waiting', 'done', 'failed', 'dropped'] as const;
export type State = (typeof STATES)[number];
export const REACHES = ['none', 'retired', 'closed', 'reached'] as const;
export type ReachName = (typeof REACHES)[number];

/** One time that a road was tried. `status`: what the other side answered, 0 for nothing. */
export interface Try {
  road: string;
  at: number;
  outcome: string;
  status: number;
}

/** A message. `said`: its sentence; `again`: told once more; `stands`: its matter is still to be done. */
export interface Told {
  id: string;
  person: string;
  occasion: string;
  unit: string | null;
  said: string;
  page: string;
  made: number;
  again: boolean;
  state: State;
  why: string | null;
  road: string | null;
  due: number;
  stands: boolean;
  tries: Try[];
}

/** Of an occasion: what stands, and of that told, failed, on its way; `again`: how many can be told again, at `at`. */
export interface Standing {
  code: string;
  standing: number;
  told: number;
  failed: number;
  waiting: number;
  again: number;
  at: number | null;
}

export interface Again {
  put_in: number;
  first: number | null;
  last: number | null;
  unreached: { person: string; why: ReachName }[];
}

export interface Phone {
  label: string;
  open: boolean;
  made: number;
  taken: number | null;
  shown: number | null;
  retired: number | null;
}

export interface Reach {
  person: string;
  reach: ReachName;
  roads: string[];
  phones: Phone[];
}

/** `next`: after what the next page is asked for; null after the last one. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

type Wanted = Readonly<Record<string, string | null>>;

export const readOutbox = (wanted: Wanted): Promise<Page<Told>> => get('outbox', wanted);
export const readStanding = (): Promise<{ roads: string[]; since: string | null; rows: Standing[] }> => get('standing', {});
export const readReach = (wanted: Wanted): Promise<Page<Reach> & { counts: Record<ReachName, number> }> => get('phones', wanted);
export const remindAgain = (occasion: string): Promise<Again> => ask(browser, 'POST', '/api/reminders/again', { occasion }) as Promise<unknown> as Promise<Again>;

function get<T>(path: string, wanted: Wanted): Promise<T> {
  const said = Object.entries(wanted).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(said).toString();
  return ask(browser, 'GET', `/api/reminders/${path}${query && `?${query}`}`) as Promise<T>;
}
