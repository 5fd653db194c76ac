// Who was at this phone last, known without the network and without the rest of the store: enough for the first paint.
// Signing in and out is session.ts.
import type { Role } from '../sync/records.ts';
import { setHere } from './here.ts';
import { readFacts } from './facts.ts';
import type { Ports } from './ports.ts';
import { Store } from './store.ts';

export interface Session {
  person: string;
  name: string;
  username: string;
  device: string;
  roles: readonly Role[];
  mustChange: boolean;
  officeOffsetMs: number;
}

const PEOPLE = 'diaban.people';
const CURRENT = 'diaban.current';

let session: Session | null = null;
const ears = new Set<(session: Session | null) => void>();

/** The person at this phone, null before the first sign-in and after signing out. */
export function current(): Session | null {
  return session;
}

/** Is told whenever the session changes. Answers how to stop it. */
export function onSession(ear: (session: Session | null) => void): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

/** Those who have signed in on this phone before. */
export function people(): Session[] {
  const stored = localStorage.getItem(PEOPLE);
  return stored ? (JSON.parse(stored) as Session[]) : [];
}

/** Makes this the session, now and at the next start. */
export function remember(next: Session): void {
  localStorage.setItem(PEOPLE, JSON.stringify([...people().filter((one) => one.person !== next.person), next]));
  localStorage.setItem(CURRENT, next.person);
  tell(next);
}

/** Nobody is at this phone any more; what was written here stays. */
export function forget(): void {
  localStorage.removeItem(CURRENT);
  tell(null);
}

function tell(next: Session | null): void {
  session = next;
  for (const ear of ears) ear(next);
}

/**
 * Opens the store of the person who was here last, without asking the office. Answers whether it was as it had been
 * left; when not (the browser has emptied it), session.ts must enter it. Null when nobody was here.
 */
export async function resume(ports: Ports): Promise<{ last: Session; whole: boolean } | null> {
  const id = localStorage.getItem(CURRENT);
  const last = people().find((one) => one.person === id);
  if (!last) return null;
  const store = new Store(last.person, ports);
  const { meta } = await readFacts(store);
  const whole = meta.device === last.device;
  if (!whole) {
    await store.close();
    return { last, whole };
  }
  tell(last);
  setHere(store);
  return { last, whole };
}
