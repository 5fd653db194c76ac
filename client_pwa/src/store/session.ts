// Signing in and out. A person signs in once online; afterwards the phone knows him without the network, and a session
// that has ended at the office hides and blocks nothing here. Each person has a store of his own.
import type { Role } from '../sync/records.ts';
import { commit } from './commit.ts';
import { flush } from './drafts.ts';
import { hereOrNull, setHere } from './here.ts';
import { ask } from './http.ts';
import { knownBefore } from './loss.ts';
import { renumber } from './outbox.ts';
import { browser, type Ports, writeLock } from './ports.ts';
import type { Step } from './step.ts';
import { Store } from './store.ts';
import { current, forget, readKept, remember, type Session } from './who.ts';

export { SessionError } from './http.ts';
export { current, onSession, people, type Session } from './who.ts';

const LEAVING = 'diaban.leaving';

/** Signs in at the office and opens the person's own store. Throws SessionError. */
export async function signIn(username: string, password: string, ports: Ports = browser): Promise<Session> {
  return begin(ports, '/api/session', { username, password });
}

/** Signs in by the one-time code that an administrator gave, with a new password. Throws SessionError. */
export async function useCode(username: string, code: string, newPassword: string, ports: Ports = browser): Promise<Session> {
  return begin(ports, '/api/session/code', { username, code, new_password: newPassword });
}

/** Changes the own password. Throws SessionError. */
export async function changePassword(currentPassword: string, newPassword: string, ports: Ports = browser): Promise<void> {
  await ask(ports, 'POST', '/api/session/password', { current: currentPassword, new: newPassword });
  const session = current();
  if (session) await remember({ ...session, mustChange: false }, true);
}

async function begin(ports: Ports, url: string, credentials: { username: string; [secret: string]: string }): Promise<Session> {
  const before = (await readKept()).people.find((one) => one.username === credentials.username);
  const device = { id: before?.device ?? ports.newId(), label: label() };
  const body = await ask(ports, 'POST', url, { ...credentials, device });
  localStorage.removeItem(LEAVING);
  return enter(sessionOf(body, credentials.username), ports, body['emptied'] === true);
}

function sessionOf(body: Readonly<Record<string, unknown>>, username: string): Session {
  const person = body['person'] as { id: string; name: string };
  const roles = body['roles'] as Role[];
  const offset = Number(body['office_offset_ms'] ?? 0);
  const mustChange = body['must_change_password'] === true;
  const { rescue, losses } = body as Pick<Session, 'rescue' | 'losses'>;
  const more = { ...(rescue && { rescue }), ...(losses && { losses }) };
  return { person: person.id, name: person.name, username, device: String(body['device']), roles, mustChange, officeOffsetMs: offset, ...more };
}

/** Asks the office who is signed in, for new roles. Nothing happens without the network or without a session. */
export async function refresh(ports: Ports = browser): Promise<void> {
  const session = current();
  if (!session) return;
  const body = await ask(ports, 'GET', `/api/session${await kept()}`).catch(() => null);
  const fresh = body && sessionOf(body, session.username);
  // He may have left while the office answered, or be forgotten just now.
  if (fresh && fresh.person === current()?.person) await ports.lock(writeLock(fresh.person), () => remember(fresh, true));
}

/** Tells the office that the person has read which of his devices were lost. Without the network they stay. */
export async function readLosses(ports: Ports = browser): Promise<void> {
  await ask(ports, 'POST', '/api/session/losses/read').catch(() => null);
  await refresh(ports);
}

/**
 * Opens the store of a person, who is at this phone from now on. `emptied`: the office says that the browser forgot it.
 * Throws NotSaved when it has no room, or the words of who was here before are not on the disk.
 */
export async function enter(next: Session, ports: Ports, emptied = false): Promise<Session> {
  const old = hereOrNull();
  const store = old?.person === next.person ? old : new Store(next.person, ports);
  const leaves = old && old !== store ? old : null;
  if (leaves) await flush(leaves);
  await commit(store, (step) => welcome(step, { ...next, emptied }, store));
  await remember(next);
  setHere(store);
  // Not before: on a full phone who is here stays.
  await leaves?.close();
  askToPersist();
  return next;
}

/** The store learns which device it speaks as; one that was emptied meanwhile says so. */
async function welcome(step: Step, { person, device, emptied }: Session & { emptied: boolean }, store: Store): Promise<void> {
  const found = await step.getMany('meta', ['state']);
  const meta = await step.meta();
  const lost = found[0] === undefined ? (knownBefore(person) ?? (emptied ? { known: 0, unsent: 0 } : null)) : null;
  const renamed = meta.device !== null && meta.device !== device;
  // Numbers belong to a device: under another one, a new incarnation begins.
  if (renamed) await renumber(step, store);
  const at = store.ports.now();
  const change = { device, signed_out: false, drained: false, ...(lost && { lost: { ...lost, at } }) };
  if (renamed || lost || meta.device === null || meta.signed_out) await step.changeMeta(change);
}

function askToPersist(): void {
  if (typeof navigator !== 'undefined') void navigator.storage?.persist?.().catch(() => false);
}

/** Whether the browser has promised to keep the store, for the office to know; nothing where it cannot say. */
async function kept(): Promise<string> {
  const said = typeof navigator === 'undefined' ? null : await navigator.storage?.persisted?.().catch(() => null);
  return typeof said === 'boolean' ? `?kept=${said}` : '';
}

/**
 * Ends the session. Nothing on this phone is removed. Throws NotSaved when words that were typed are not on the disk: with
 * his store they would go.
 */
export async function signOut(ports: Ports = browser): Promise<void> {
  const store = hereOrNull();
  if (store) await flush(store);
  localStorage.setItem(LEAVING, '1');
  setHere(null);
  await store?.close();
  await forget();
  await leave(ports);
}

/** Tells the office of a sign-out that it could not be told of before. */
export async function leave(ports: Ports = browser): Promise<void> {
  if (localStorage.getItem(LEAVING) === null) return;
  const code = await ask(ports, 'DELETE', '/api/session').then(() => 'done', (error: { code?: string }) => error.code ?? 'offline');
  if (code !== 'offline') localStorage.removeItem(LEAVING);
}

/** What an administrator sees in the list of a person's devices: the platform and the browser. */
function label(): string {
  const agent = typeof navigator === 'undefined' ? '' : navigator.userAgent;
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? '';
  const program = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? '';
  return [program, system].filter((word) => word !== '').join(', ') || 'browser';
}
