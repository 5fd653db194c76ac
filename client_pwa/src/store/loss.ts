// Notices that the browser has emptied a person's store, or dropped the newest of it (a process that died while it wrote):
// what it held is noted outside of it, in localStorage.
import { commit } from './commit.ts';
import { readFacts } from './facts.ts';
import { HELD } from './phone.ts';
import type { Store } from './store.ts';

/** The page's; a worker, which only forgets, has none, and its types do not know it. */
declare const localStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };

// The note is renewed at most this often, not at each keystroke.
const NOTE_DELAY_MS = 2_000;

interface Note {
  known: number;
  unsent: number;
  /** How much had ever been said on it; notes of before know nothing of it. */
  seq?: number;
}

function keyOf(person: string): string {
  return HELD + person;
}

/** What the store of that person held when it was last seen; null when it held nothing, or never was. */
export function knownBefore(person: string): Note | null {
  const stored = localStorage.getItem(keyOf(person));
  const note = stored ? (JSON.parse(stored) as Note) : null;
  return note && note.known + note.unsent > 0 ? note : null;
}

/** Forgets what the store of that person held: it was emptied on purpose. */
export function forgetNote(person: string): void {
  if (typeof localStorage === 'undefined') return;
  localStorage.removeItem(keyOf(person));
  // The copy of who was here (who.ts) is written anew at the next sign-in.
  localStorage.removeItem('diaban.phone');
}

/** Keeps the note in step with the store, after a look whether the store is behind it. Answers how to stop it. */
export function watchForLoss(store: Store): () => void {
  void noticeDropped(store).catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | null = null;
  return store.listen((message) => {
    if (message.kind !== 'change' || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void writeNote(store);
    }, NOTE_DELAY_MS);
  });
}

/** The store knows of less than it did: what was said last and had not been sent is gone. Whether it is so. */
export async function noticeDropped(store: Store): Promise<boolean> {
  const note = knownBefore(store.person);
  const { meta } = await readFacts(store);
  const dropped = (note?.seq ?? 0) - meta.seq;
  // A store that was found empty has said so already, and more.
  if (!note || meta.lost || dropped <= 0) return false;
  const lost = { known: note.known, unsent: dropped, at: store.ports.now(), newest: true };
  await commit(store, (step) => step.changeMeta({ lost }));
  return true;
}

async function writeNote(store: Store): Promise<void> {
  const { meta, boot } = await readFacts(store);
  const unsent = (boot.counts['unsent'] ?? 0) + (boot.counts['draft'] ?? 0);
  localStorage.setItem(keyOf(store.person), JSON.stringify({ known: meta.n, unsent, seq: meta.seq }));
}
