import { expect, test } from 'vitest';
import { Office } from './testing/office.ts';
import { newId, phone } from './testing/phone.ts';
import { reading } from './commit.ts';
import { say } from './intents.ts';
import { rescue } from './rescue.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

interface Words {
  person: string;
  device: string;
  proof: string;
  groups: { k: string; cols: string[]; rows: unknown[][] }[];
  photos: unknown[];
}

async function office(): Promise<{ pair: CryptoKeyPair; key: string; point: Uint8Array<ArrayBuffer> }> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key = btoa(String.fromCharCode(...point)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return { pair, key, point };
}

/** What the office does: server/platform/boxes.py. */
async function opened(file: Blob, { pair, point }: Awaited<ReturnType<typeof office>>): Promise<Words> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const header = bytes.slice(0, 16 + 8 + 65);
  const own = header.slice(24);
  const peer = await crypto.subtle.importKey('raw', own, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: peer }, pair.privateKey, 256);
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const about = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array([...own, ...point]), info: new TextEncoder().encode('diaban rescue 1') };
  const aes = await crypto.subtle.deriveKey(about, base, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  const content = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: header }, aes, bytes.slice(header.length));
  const length = new DataView(content).getUint32(0);
  return JSON.parse(new TextDecoder().decode(content.slice(4, 4 + length))) as Words;
}

function session(key: string) {
  const rescueKeys = { key, proof: 'ab'.repeat(32) };
  return { person: 'p1', name: 'A', username: 'a', device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0, rescue: rescueKeys };
}

test('everything unsent is in the file under the op_ids under which the phone sends it later [invariant at-most-once]', async () => {
  const there = await office();
  const backend = new Office();
  const { store, sync } = await phone(backend);
  const [visit, op] = [newId(), await say('draft.save', newId(), { set: { findings: 'Cầu gãy.' } }, 'cadre', store)];
  await say('draft.save', visit, { set: { village: 'Thôn 3' } }, 'cadre', store);
  const made = await rescue(store, session(there.key));
  expect(made).toMatchObject({ ops: 2, photos: 0, left: 0 });
  const words = await opened(made?.file as Blob, there);
  expect(words).toMatchObject({ person: 'p1', device: 'd1', proof: 'ab'.repeat(32), photos: [] });
  const rows = words.groups.flatMap(({ cols, rows: all }) => all.map((row) => Object.fromEntries(cols.map((col, at) => [col, row[at]]))));
  expect(rows.map((row) => row['n']).sort()).toEqual([1, 2]);
  expect(rows.find((row) => row['op_id'] === op)).toMatchObject({ 'set.findings': 'Cầu gãy.' });
  // What is in the file cannot be edited under the same op_id any more.
  expect((await reading(store).allOps()).every((one) => one.state === 'sealed')).toBe(true);
  await sync();
  expect([...backend.outcomes.keys()].some((key) => key.includes(op))).toBe(true);
});

test('a phone with nothing unsent, or without the office’s key, makes no file', async () => {
  const { store } = await phone(new Office());
  expect(await rescue(store, session((await office()).key))).toBeNull();
  await say('draft.save', newId(), { set: { findings: 'Cầu gãy.' } }, 'cadre', store);
  const { rescue: _none, ...without } = session('');
  expect(await rescue(store, without)).toBeNull();
});

test('a file for another office cannot be opened', async () => {
  const { store } = await phone(new Office());
  await say('draft.save', newId(), { set: { findings: 'Cầu gãy.' } }, 'cadre', store);
  const made = await rescue(store, session((await office()).key));
  await expect(opened(made?.file as Blob, await office())).rejects.toThrow();
});
