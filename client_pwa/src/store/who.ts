// Who was at this phone last, known without the network and without the rest of the store: enough for the first paint.
// Signing in and out is session.ts.
import { readFacts } from './facts.ts';
import { setHere } from './here.ts';
import { HELD, type Kept, readPhone, type Session, writePhone } from './phone.ts';
import { type Ports, writeLock } from './ports.ts';
import { Store } from './store.ts';

export type { Session } from './phone.ts';

// Kept twice. The database is the truth: what it says is on the disk. The copy in localStorage, which a browser writes
// some seconds later, tells that somebody was here when the browser has emptied the databases.
const COPY = 'diaban.phone';

let kept: Kept = { people: [], current: null };
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

/** Those who have signed in on this phone before. Known once `resume` has answered. */
export function people(): readonly Session[] {
  return kept.people;
}

/**
 * Makes this the session, now and at the next start. Answers once that is on the disk. `stays`: he was here already, and
 * may have left since in another tab.
 */
export async function remember(next: Session, stays = false): Promise<void> {
  const { people, current } = await readKept();
  if (stays && current !== next.person) return;
  await keep({ people: [...people.filter((one) => one.person !== next.person), next], current: next.person });
  tell(next);
}

/** Nobody is at this phone any more; what was written here stays. */
export async function forget(): Promise<void> {
  await keep({ ...(await readKept()), current: null });
  tell(null);
}

async function keep(next: Kept): Promise<void> {
  kept = next;
  localStorage.setItem(COPY, JSON.stringify(next));
  await writePhone(next);
}

/** As it is now: other tabs sign in and out as well, and a withdrawn device forgets. */
export async function readKept(): Promise<Kept> {
  const copy = localStorage.getItem(COPY);
  return (await readPhone()) ?? (copy ? (JSON.parse(copy) as Kept) : { people: [], current: null });
}

/** The marks here of whom the service worker has forgotten: it has no localStorage. */
function forgetMarks(): void {
  localStorage.setItem(COPY, JSON.stringify(kept));
  const known = kept.people.map((one) => HELD + one.person);
  for (const key of Object.keys(localStorage)) if (key.startsWith(HELD) && !known.includes(key)) localStorage.removeItem(key);
}

function tell(next: Session | null): void {
  session = next;
  for (const ear of ears) ear(next);
}

/** Whether another tab forgets that person just now: it empties his store first, and holds it until the phone says so. */
async function isForgotten({ person }: Session, ports: Ports): Promise<boolean> {
  const now = await ports.lock(writeLock(person), readPhone);
  if (!now || now.people.some((one) => one.person === person)) return false;
  kept = now;
  return true;
}

/**
 * Opens the store of the person who was here last, without asking the office. Answers whether it was as it had been
 * left; when not (the browser has emptied it), session.ts must enter it. Null when nobody was here.
 */
export async function resume(ports: Ports): Promise<{ last: Session; whole: boolean } | null> {
  kept = await readKept();
  if (kept.wiped) forgetMarks();
  const last = kept.people.find((one) => one.person === kept.current);
  if (!last) return null;
  const store = new Store(last.person, ports);
  const { meta } = await readFacts(store);
  const whole = meta.device === last.device;
  if (!whole) {
    await store.close();
    return (await isForgotten(last, ports)) ? null : { last, whole };
  }
  tell(last);
  setHere(store);
  return { last, whole };
}
