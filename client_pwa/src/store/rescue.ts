// The rescue file: everything this phone has not sent, closed so that only the office can open it. For a phone that
// cannot sync any more, or is not to be signed in to. docs/protocol.md says what is in it. Writes nothing but numbers.
import type { Op } from '../sync/operations.ts';
import { isUnsent, sealedRow } from '../sync/operations.ts';
import { groupsText, type SentOp } from '../sync/protocol.ts';
import { reading } from './commit.ts';
import { carryTyped } from './drafts.ts';
import { saveFile } from './files.ts';
import { hereOrNull } from './here.ts';
import { ask } from './http.ts';
import { sealAll } from './outbox.ts';
import type { Session } from './phone.ts';
import { type PhotoRow, rows } from './photo_queue.ts';
import { browser } from './ports.ts';
import { Store } from './store.ts';

export const RESCUE_TYPE = 'application/vnd.diaban.rescue';
// The office takes 8 MB and 1,000 ops at once. Words are a few hundred KB; the room that is left is for photos.
const FILE_BYTES_MAX = 7_500_000;
const OPS_MAX = 1_000;
const PHOTOS_MAX = 100;
const MAGIC = 'DIABAN RESCUE 1\n';

export interface Rescue {
  file: Blob;
  ops: number;
  photos: number;
  /** How many did not fit. */
  left: number;
}

/** Makes the file of a person who has signed in on this phone before, and gives it into his hands. Null: see `rescue`. */
export async function saveRescue(session: Session): Promise<Rescue | null> {
  const open = hereOrNull();
  const store = open?.person === session.person ? open : new Store(session.person, browser);
  const made = await rescue(store, session).finally(() => (store === open ? undefined : store.close()));
  const day = new Date(browser.now()).toISOString().slice(0, 16).replaceAll(/\D/g, '');
  if (made) await saveFile(new File([made.file], `${session.username}-${day}.rescue`, { type: RESCUE_TYPE }));
  return made;
}

/** What the office took of a file: ops by outcome, and how many it had already. */
export interface Brought {
  person: { id: string; name: string };
  ops: Readonly<Record<string, number>>;
  known: number;
  photos: Readonly<Record<string, number>>;
}

/** Brings a file, of this phone or another, to the office. Throws SessionError. */
export async function bringRescue(file: File): Promise<Brought> {
  const body = new Blob([file], { type: RESCUE_TYPE });
  return (await ask(browser, 'POST', '/api/rescue', body)) as unknown as Brought;
}

/** Makes the file of one person's store. Null when nothing here is unsent, or the phone has no key of the office yet. */
export async function rescue(store: Store, session: Session): Promise<Rescue | null> {
  if (!session.rescue) return null;
  const all = await unsentOps(store);
  const ops = await Promise.all(all.slice(0, OPS_MAX).map(numbered));
  const waiting = (await rows(store)).filter((row) => row.state === 'waiting');
  if (ops.length + waiting.length === 0) return null;
  const groups = groupsText(ops);
  const taken = await photosWithin(store, waiting, FILE_BYTES_MAX - groups.length * 2);
  const { person, device, rescue: keys } = session;
  const photos = taken.map(({ row }) => ({ photo: row.id, visit: row.visit, sha: row.sha, bytes: row.bytes }));
  const about = JSON.stringify({ v: 1, person, device, proof: keys.proof, made: store.ports.now(), photos }).slice(0, -1);
  const words = new TextEncoder().encode(`${about},"groups":${groups}}`);
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, words.length);
  const content = await new Blob([length, words, ...taken.map(({ bytes }) => bytes)]).arrayBuffer();
  const left = all.length - ops.length + waiting.length - taken.length;
  return { file: new Blob(await closed(content, keys.key), { type: RESCUE_TYPE }), ops: ops.length, photos: taken.length, left };
}

/** What the office has not answered, and what it refused: it may never have read that. Final bytes where possible. */
async function unsentOps(store: Store): Promise<Op[]> {
  const isIn = (op: Op): boolean => isUnsent(op) || op.state === 'refused';
  try {
    await sealAll(store);
    return (await reading(store).allOps()).filter(isIn);
  } catch {
    // A phone without room cannot number them; what is typed is carried all the same.
    const step = reading(store);
    await carryTyped(step, store);
    return (await step.allOps()).filter(isIn);
  }
}

/** In a file the number only tells the order. */
async function numbered(op: Op, at: number): Promise<SentOp> {
  const row = op.sealed ?? (await sealedRow(op));
  return { kind: op.kind, schema: op.schema, sealed: { inc: '', ...row, n: at + 1, old: null } };
}

async function photosWithin(store: Store, waiting: readonly PhotoRow[], room: number): Promise<{ row: PhotoRow; bytes: ArrayBuffer }[]> {
  const taken: { row: PhotoRow; bytes: ArrayBuffer }[] = [];
  let free = room;
  for (const row of waiting) {
    const bytes = row.bytes <= free && taken.length < PHOTOS_MAX && (await reading(store).get<ArrayBuffer>('blob', row.id));
    if (!bytes || bytes.byteLength !== row.bytes) continue;
    taken.push({ row, bytes });
    free -= row.bytes;
  }
  return taken;
}

/** A sealed box for the office (server/platform/boxes.py): ECDH on P-256, HKDF, AES-GCM. */
async function closed(content: ArrayBuffer, key: string): Promise<BufferSource[]> {
  const point = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const office = await crypto.subtle.importKey('raw', point, curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: office }, own.privateKey, 256);
  const ownPoint = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const id = new Uint8Array(await crypto.subtle.digest('SHA-256', point)).slice(0, 8);
  const header = joined(new TextEncoder().encode(MAGIC), id, ownPoint);
  const derived = { name: 'HKDF', hash: 'SHA-256', salt: joined(ownPoint, point), info: new TextEncoder().encode('diaban rescue 1') };
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const aes = await crypto.subtle.deriveKey(derived, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  // The key is this file's alone: its first nonce may be zero.
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: header }, aes, content);
  return [header, sealed];
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
