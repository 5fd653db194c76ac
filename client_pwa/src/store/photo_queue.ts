// The photos on this phone and their way to the office: after the words that name them, resumable, on Wi-Fi only when
// the person wants that. Runs in the service worker too.
import { family } from '../sync/operations.ts';
import type { PhotoItem } from '../sync/records.ts';
import { kindSpec } from '../sync/schema.ts';
import { sha256Hex } from '../sync/values.ts';
import { commit, reading } from './commit.ts';
import { here } from './here.ts';
import type { Store } from './store.ts';
import { uploadTo } from './tus.ts';

// A photo that the office has stays readable offline for as long as a deleted draft can come back.
const KEPT_MS = 30 * 86_400_000;

export type PhotoState = 'waiting' | 'complete' | 'refused';
export interface PhotoRow extends PhotoItem {
  visit: string;
  state: PhotoState;
  /** Where the upload can be resumed. */
  place: string | null;
  sent: number;
  done: number | null;
}

/** The photos that this phone took, with how far each has come. */
export async function rows(store: Store = here()): Promise<PhotoRow[]> {
  return [...(await reading(store).getAll<PhotoRow>('photo')).values()];
}

/** What has not reached the office yet. */
export async function waiting(store: Store = here()): Promise<{ count: number; bytes: number }> {
  const left = (await rows(store)).filter((row) => row.state === 'waiting');
  return { count: left.length, bytes: left.reduce((sum, row) => sum + row.bytes - row.sent, 0) };
}

interface Settings {
  wifiOnly: boolean;
}

/** Whether photos wait for Wi-Fi. */
export async function wifiOnly(store: Store = here()): Promise<boolean> {
  return (await reading(store).get<Settings>('meta', 'settings'))?.wifiOnly ?? false;
}

/** Lets photos wait for Wi-Fi, or not. */
export async function setWifiOnly(wanted: boolean, store: Store = here()): Promise<void> {
  await commit(store, async (step) => step.put('meta', 'settings', { wifiOnly: wanted } satisfies Settings));
  store.tell({ kind: 'ask' });
}

/** Whether the phone says that it is on a mobile network. Where it does not say, it is taken for Wi-Fi. */
function isMetered(): boolean {
  const { connection } = navigator as { connection?: { type?: string; saveData?: boolean } };
  return connection?.type === 'cellular' || connection?.type === 'wimax' || connection?.saveData === true;
}

/** Sends what waits, one photo after the other, as far as the line goes. Answers whether it was cut. */
export async function upload(store: Store): Promise<boolean> {
  if ((await wifiOnly(store)) && isMetered()) return false;
  let cut = false;
  await store.ports.tryLock(`diaban-photos-${store.person}`, async () => {
    const all = await rows(store);
    for (const row of all.filter((one) => one.state === 'waiting')) {
      cut = (await wordsAreThere(store, row.visit)) && !(await sendOne(store, row));
      if (cut) break;
    }
    await prune(store, all);
  });
  return cut;
}

/** Photos go after the words that name them: the report is at the office, or the office holds or refused it. */
async function wordsAreThere(store: Store, visit: string): Promise<boolean> {
  const step = reading(store);
  const ops = (await step.opsOf(new Set([`visit/${visit}`]))).filter((op) => family(kindSpec(op.kind).entity) === 'visit');
  const last = ops.filter((op) => op.kind === 'visit.submit').at(-1);
  return last ? last.state !== 'intent' && last.state !== 'sealed' : (await step.row('visit', visit)) !== null;
}

async function sendOne(store: Store, row: PhotoRow): Promise<boolean> {
  const bytes = await reading(store).get<ArrayBuffer>('blob', row.id);
  // A picture that has spoiled on this phone would be thrown away at the office again and again.
  if (!bytes || (await sha256Hex(bytes)) !== row.sha) return noted(store, row, { state: 'refused', done: store.ports.now() });
  let current = row;
  const ended = await uploadTo(store.ports, { photo: row.id, visit: row.visit, sha: row.sha, bytes }, {
    url: row.place,
    moved: async (place) => {
      current = { ...current, place };
      await noted(store, current, {});
    },
    came: (sent) => {
      current = { ...current, sent };
      store.tell({ kind: 'photo', id: row.id, sent });
    },
  });
  if (ended === 'cut') return !(await noted(store, current, {}));
  const done = store.ports.now();
  return noted(store, current, { state: ended, place: null, done, ...(ended === 'complete' && { sent: row.bytes }) });
}

async function noted(store: Store, row: PhotoRow, change: Partial<PhotoRow>): Promise<boolean> {
  await commit(store, async (step) => step.put('photo', row.id, { ...row, ...change }));
  store.tell({ kind: 'photo', id: row.id, sent: change.sent ?? row.sent });
  return true;
}

async function prune(store: Store, all: readonly PhotoRow[]): Promise<void> {
  const old = all.filter((row) => row.state !== 'waiting' && (row.done ?? 0) < store.ports.now() - KEPT_MS);
  if (old.length === 0) return;
  await commit(store, async (step) => {
    for (const { id } of old) {
      step.del('blob', id);
      step.del('photo', id);
    }
  });
}
