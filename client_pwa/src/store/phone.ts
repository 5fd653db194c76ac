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
}

export interface Kept {
  people: Session[];
  /** The person at this phone; null when nobody is. */
  current: string | null;
}

const phone = new Database('diaban');

/** What is kept; null when nothing is, or the browser has emptied it. */
export async function readPhone(): Promise<Kept | null> {
  const [stored] = await phone.getMany('meta', ['people']);
  return stored === undefined ? null : open<Kept>(stored);
}

/** Keeps it. Answers once it is on the disk. */
export async function writePhone(kept: Kept): Promise<void> {
  await phone.write([{ store: 'meta', key: 'people', value: await seal(kept) }]);
}
