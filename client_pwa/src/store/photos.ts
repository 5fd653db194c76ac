// Taking photos into a report: made small, kept as bytes beside the words. photo_queue.ts sends them.
import type { PhotoItem, Value } from '../sync/records.ts';
import { sha256Hex } from '../sync/values.ts';
import { commit, reading } from './commit.ts';
import { NotSaved } from './db.ts';
import { contentOf, flush, touch } from './drafts.ts';
import { here } from './here.ts';
import type { PhotoRow } from './photo_queue.ts';
import { PhotoRefused, shrink, type SmallPhoto } from './picture.ts';
import type { Step } from './step.ts';
import type { Store } from './store.ts';

export { PhotoRefused } from './picture.ts';

// What one report can show to a reader; the list of entities says the same.
const PHOTOS_MAX = 12;
/** Takes a photo into a draft. Throws PhotoRefused with a code; the draft stays as it was then. */
export async function add(visitId: string, file: Blob, store: Store = here()): Promise<PhotoItem> {
  return taken(visitId, file, store).catch((error: unknown) => {
    throw error instanceof NotSaved ? new PhotoRefused('no_room') : error;
  });
}

async function taken(visitId: string, file: Blob, store: Store): Promise<PhotoItem> {
  await flush(store);
  if ((await photosOf(visitId, store)).length >= PHOTOS_MAX) throw new PhotoRefused('too_many_photos');
  return keepShrunk(visitId, await shrink(file), store);
}

/** Keeps a photo that is small already, and names it in the draft. Throws NotSaved. */
export async function keepShrunk(visitId: string, { bytes, width, height }: SmallPhoto, store: Store): Promise<PhotoItem> {
  const item = { id: store.ports.newId(), sha: await sha256Hex(bytes), bytes: bytes.byteLength, width, height };
  await commit(store, (step) => keep(step, { item, visit: visitId, bytes }, store));
  return item;
}

async function photosOf(visitId: string, store: Store): Promise<Value[]> {
  return [...((await contentOf(visitId, store))['photos'] as Value[] | null ?? [])];
}

async function keep(step: Step, photo: { item: PhotoItem; visit: string; bytes: ArrayBuffer }, store: Store): Promise<void> {
  const { item, visit, bytes } = photo;
  const row: PhotoRow = { ...item, visit, state: 'waiting', place: null, sent: 0, done: null };
  step.put('photo', item.id, row);
  step.put('blob', item.id, bytes);
  const cells = [item.id, item.sha, item.bytes, item.width, item.height];
  const values = { photos: [...(await photosOf(visit, store)), cells] };
  await touch(step, { id: visit, values, at: store.ports.now() }, store);
}

/** Takes a photo out of a draft again. */
export async function drop(visitId: string, photoId: string, store: Store = here()): Promise<void> {
  await flush(store);
  await commit(store, async (step) => {
    const left = (await photosOf(visitId, store)).filter((row) => (row as Value[])[0] !== photoId);
    await touch(step, { id: visitId, values: { photos: left }, at: store.ports.now() }, store);
    step.del('photo', photoId);
    step.del('blob', photoId);
  });
}

/** Where a photo can be shown from: this phone when it is here, else the office. The caller revokes a `blob:` address. */
export async function url(photoId: string, store: Store = here()): Promise<string> {
  const bytes = await reading(store).get<ArrayBuffer>('blob', photoId);
  return bytes ? URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) : `/api/files/${photoId}`;
}
