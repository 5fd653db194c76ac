// What this phone holds beside what the office says it has, and how much room there is. Reads; writes nothing.
import { today } from '../../view/boot.svelte.ts';
import { currentStore, current } from '../../view/session.svelte.ts';
import { photos } from '../../view/photos.svelte.ts';
import { pulse } from '../../view/pulse.svelte.ts';
import { cards } from '../../view/tables.svelte.ts';
import { waiting } from '../../view/waiting.svelte.ts';

export type Counted = 'visit' | 'feedback' | 'draft' | 'photo';

/** What the person of this phone has made, as this phone holds it. */
export function ownCounts(): Record<Counted, number> {
  const me = current()?.person;
  const mine = (kind: 'visit' | 'feedback'): Set<string> => new Set(cards(kind).rows.filter((card) => card.author === me).map((card) => card.id));
  const visits = mine('visit');
  const stored = cards('attachment').rows.filter((card) => card.status === 'stored' && visits.has(card.of ?? ''));
  return { visit: visits.size, feedback: mine('feedback').size, draft: cards('draft').rows.length, photo: stored.length };
}

/** How many records of each kind are stored here. */
export async function heldCounts(): Promise<Record<string, number>> {
  const held: Record<string, number> = {};
  for (const key of (await currentStore()?.db.keys('row')) ?? []) {
    const kind = key.split('/')[0] ?? '';
    held[kind] = (held[kind] ?? 0) + 1;
  }
  return held;
}

/** Whether nothing waits and both sides count the same; null until the office has said what it has. */
export function agrees(held: Readonly<Record<string, number>>): boolean | null {
  const { meta } = pulse;
  if (!meta?.receipt || !waiting.ready) return null;
  const { read, pos } = meta.receipt;
  const kinds = [...Object.keys(read), ...Object.keys(held)];
  const same = kinds.every((kind) => (read[kind] ?? 0) === (held[kind] ?? 0));
  return same && pos === meta.pos && photos.waiting.count === 0 && today.typed === 0 && waiting.ops.every((op) => op.state === 'done');
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Bytes used of what the browser allows, and whether it promises to keep them; null where it does not tell. */
export interface Room {
  used: number | null;
  kept: boolean | null;
}

export async function readRoom(): Promise<Room> {
  const { storage } = navigator as { storage?: StorageManager };
  const estimate = await storage?.estimate?.().catch(() => null);
  return { used: estimate?.usage ?? null, kept: (await storage?.persisted?.().catch(() => null)) ?? null };
}

/** Asks the browser to keep what is stored. Answers how it stands then. */
export async function askToKeep(): Promise<Room> {
  await navigator.storage?.persist?.().catch(() => false);
  return readRoom();
}
