// The one database that is no person's: who has signed in on this phone, and who is here. The service worker reads it too.
import type { Role } from '../sync/records.ts';
import { open, seal } from './codec.ts';
import { Database } from './db.ts';

export interface Session {
  person: string;
  name: string;
  username: string;
  device: string;
  roles: readonly Role[];
  mustChange: boolean;
  officeOffsetMs: number;
  /** What rescue files are closed with, and the proof that one is this device's. */
  rescue?: { key: string; proof: string };
  /** The person's devices that were lost, until he has read of it. */
  losses?: readonly Loss[];
}
/** A device that was withdrawn or lost; `unsent` is what a lost one still had when it emptied itself. */
export interface Loss {
  state: 'drain' | 'lost';
  label: string;
  last_seen: number;
  wiped: number | null;
  unsent: number | null;
}

export interface Kept {
  people: Session[];
  /** The person at this phone; null when nobody is. */
  current: string | null;
  /** The device was withdrawn and has forgotten this person: how much of it the office never got. */
  wiped?: { person: string; unsent: number; at: number; told: boolean };
}

/** Before a person's id: the key in localStorage under which is noted what his store held (loss.ts). */
export const HELD = 'diaban.held.';

/** What of it is asked by several: here the people, in shown.ts the reminders. */
export const phone = new Database('diaban');

/** What is kept; null when nothing is, or the browser has emptied it. */
export async function readPhone(): Promise<Kept | null> {
  const [stored] = await phone.getMany('meta', ['people']);
  return stored === undefined ? null : open<Kept>(stored);
}

/** Keeps it. Answers once it is on the disk. */
export async function writePhone(kept: Kept): Promise<void> {
  await phone.write([{ store: 'meta', key: 'people', value: await seal(kept) }]);
}
