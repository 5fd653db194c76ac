// Photos that prove an answer: taken before it is given, kept on this phone, sent after it. photo_queue.ts sends them.
import { commit } from '../../store/commit.ts';
import { NotSaved } from '../../store/db.ts';
import { here } from '../../store/here.ts';
import { type PhotoRow, rows } from '../../store/photo_queue.ts';
import { PhotoRefused, shrink, type SmallPhoto } from '../../store/picture.ts';
import type { Store } from '../../store/store.ts';
import type { Feedback, Value } from '../../sync/records.ts';
import { sha256Hex } from '../../sync/values.ts';

// What proves a matter settled, not an album; the list of operations says the same.
export const ANSWER_PHOTOS_MAX = 6;

/** The photos on this phone that wait for an answer to the item: those that no answer has named. */
export function unsaid(all: readonly PhotoRow[], { id, photos }: Pick<Feedback, 'id' | 'photos'>): PhotoRow[] {
  const named = new Set(photos.map((photo) => photo.id));
  return all.filter((row) => row.of === 'feedback' && row.visit === id && row.state === 'waiting' && !named.has(row.id));
}

/** Those of the item as an answer names them; null when there are none. */
export async function evidenceFor(item: Feedback, store: Store = here()): Promise<Value[][] | null> {
  const taken = unsaid(await rows(store), item).slice(0, ANSWER_PHOTOS_MAX);
  return taken.length > 0 ? taken.map(({ id, sha, bytes, width, height }) => [id, sha, bytes, width, height]) : null;
}

/** Takes a photo for an answer to the item. Throws PhotoRefused with a code. */
export async function take(item: Feedback, file: Blob, store: Store = here()): Promise<void> {
  if (unsaid(await rows(store), item).length >= ANSWER_PHOTOS_MAX) throw new PhotoRefused('too_many_photos');
  await keepEvidence(item, await shrink(file), store);
}

/** Keeps a photo that is small already, for an answer to the item; its id. Throws PhotoRefused `no_room`. */
export async function keepEvidence(item: Pick<Feedback, 'id'>, { bytes, width, height }: SmallPhoto, store: Store): Promise<string> {
  const row: PhotoRow = {
    id: store.ports.newId(), sha: await sha256Hex(bytes), bytes: bytes.byteLength, width, height,
    visit: item.id, of: 'feedback', taken: store.ports.now(), state: 'waiting', place: null, sent: 0, done: null,
  };
  await commit(store, async (step) => {
    step.put('photo', row.id, row);
    step.put('blob', row.id, bytes);
  }).catch((error: unknown) => {
    throw error instanceof NotSaved ? new PhotoRefused('no_room') : error;
  });
  store.tell({ kind: 'photo', id: row.id, sent: 0 });
  return row.id;
}

/** Leaves a photo out of the answer again. */
export async function leaveOut(photo: string, store: Store = here()): Promise<void> {
  await commit(store, async (step) => {
    step.del('photo', photo);
    step.del('blob', photo);
  });
  store.tell({ kind: 'photo', id: photo, sent: 0 });
}
