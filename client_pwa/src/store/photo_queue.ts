// The photos on this phone and their way to the office: after the words that name them, resumable, on Wi-Fi only when
// the person wants that. Runs in the service worker too.
import { family, isUnsent } from '../sync/operations.ts';
import type { PhotoItem } from '../sync/records.ts';
import { kindSpec } from '../sync/schema.ts';
import { sha256Hex } from '../sync/values.ts';
import { commit, reading } from './commit.ts';
import { here } from './here.ts';
import type { Store } from './store.ts';
import { type UploadEnd, uploadTo } from './tus.ts';

// A photo that the office has stays readable offline for as long as a deleted draft can come back.
const KEPT_MS = 30 * 86_400_000;

export type PhotoState = 'waiting' | 'complete' | 'refused';
export interface PhotoRow extends PhotoItem {
  /** The visit, or the item, that names it. */
  visit: string;
  /** It is of an item's answer; absent where it is of a report. */
  of?: 'feedback';
  /** When it was taken into an answer, which nobody may have given. */
  taken?: number;
  state: PhotoState;
  /** Its report or answer was sent; absent while that is being written. */
  goes?: boolean;
  /** Where the upload can be resumed. */
  place: string | null;
  sent: number;
  /** When the office had it, or refused it; or when it was first found too old for an answer. */
  done: number | null;
}

/** The photos that this phone took, with how far each has come. */
export async function rows(store: Store = here()): Promise<PhotoRow[]> {
  return [...(await reading(store).getAll<PhotoRow>('photo')).values()];
}

/** What has not reached the office yet; photos for an answer that was not given are no more than half-typed words. */
export async function waiting(store: Store): Promise<PhotoRow[]> {
  return (await rows(store)).filter((row) => row.state === 'waiting' && (row.goes || !row.of));
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

/**
 * Sends what waits, one photo after the other, as far as the line goes. Answers whether a try soon may bring more: the
 * line was cut, or another tab or the service worker is at it and may be cut.
 */
export async function upload(store: Store): Promise<boolean> {
  if ((await wifiOnly(store)) && isMetered()) return false;
  return (await store.ports.tryLock(`diaban-photos-${store.person}`, () => uploadAll(store))) ?? true;
}

async function uploadAll(store: Store): Promise<boolean> {
  let again = false;
  for (const row of (await rows(store)).filter((one) => one.state === 'waiting')) {
    const ended = (await (row.of ? answerIsThere(store, row) : wordsAreThere(store, row.visit))) && (await sendOne(store, row));
    again ||= ended === 'cut' || ended === 'fault';
    if (ended === 'cut') break;
  }
  await prune(store);
  return again;
}

/** Photos go after the words that name them: the report is at the office, or the office holds or refused it. */
async function wordsAreThere(store: Store, visit: string): Promise<boolean> {
  const step = reading(store);
  // What is typed becomes an op: first the one, then the other.
  const typed = await step.get('draft', visit);
  const ops = (await step.opsOf(new Set([`visit/${visit}`]))).filter((op) => family(kindSpec(op.kind).entity) === 'visit');
  // A withdrawn device hands in the photos of its drafts as well, and gives up those that no words name.
  if ((await step.meta()).drained) return !typed && !ops.some(isUnsent);
  const last = ops.filter((op) => op.kind === 'visit.submit').at(-1);
  return last ? !isUnsent(last) : (await step.row('visit', visit)) !== null;
}

/** The same of a photo of an answer: it goes once that has left. */
async function answerIsThere(store: Store, { id, visit, goes }: PhotoRow): Promise<boolean> {
  const ops = await reading(store).opsOf(new Set([`feedback/${visit}`]));
  return goes === true && !ops.some((op) => isUnsent(op) && JSON.stringify(op.args['photos'] ?? '').includes(id));
}

async function sendOne(store: Store, row: PhotoRow): Promise<UploadEnd> {
  const bytes = await reading(store).get<ArrayBuffer>('blob', row.id);
  let { sent } = row;
  // A picture that has spoiled on this phone would be thrown away at the office again and again.
  const spoiled = !bytes || (await sha256Hex(bytes)) !== row.sha;
  const ended = spoiled ? 'refused' : await uploadTo(store.ports, { photo: row.id, visit: row.visit, sha: row.sha, bytes }, {
    url: row.place,
    moved: (place) => noted(store, row.id, { place, sent }),
    came: (bytes) => {
      sent = bytes;
      store.tell({ kind: 'photo', id: row.id, sent });
    },
  });
  const done = store.ports.now();
  // A withdrawn device has handed in all its words: a photo that none of them names is nobody's any more.
  const unnamed = ended === 'unnamed' && (await reading(store).meta()).drained;
  const state = unnamed ? 'refused' : ended;
  const over = state === 'complete' || state === 'refused';
  if (ended === 'complete') sent = row.bytes;
  await noted(store, row.id, over ? { state, place: null, done, sent } : { sent });
  return ended;
}

async function noted(store: Store, id: string, change: Partial<PhotoRow> & Pick<PhotoRow, 'sent'>): Promise<void> {
  await commit(store, async (step) => {
    // While it was on its way it may have been erased, or taken out, or its report sent.
    const row = await step.get<PhotoRow>('photo', id);
    if (row) step.put('photo', id, { ...row, ...change });
  });
  store.tell({ kind: 'photo', id, sent: change.sent });
}

async function prune(store: Store): Promise<void> {
  const done = store.ports.now();
  const before = done - KEPT_MS;
  await commit(store, async (step) => {
    for (const [id, row] of await step.getAll<PhotoRow>('photo')) {
      // A photo taken for an answer that was never given goes as well.
      const isOld = (row.done ?? 0) < before && (row.state !== 'waiting' || (!row.goes && (row.taken ?? before) < before));
      if (!isOld) continue;
      // The phone's clock may have been put right since it was taken: its time begins when it is first found old.
      if (row.done === null) step.put('photo', id, { ...row, done });
      else for (const name of ['photo', 'blob'] as const) step.del(name, id);
    }
  });
}
