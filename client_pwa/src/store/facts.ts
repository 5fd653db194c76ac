// The few rows that stand over everything, read by themselves: the boot row, and what the store knows of itself.
import { type BootRow, CARDS_VERSION, emptyBoot } from './boot.ts';
import { open } from './codec.ts';
import { type Meta, newMeta } from './meta.ts';
import type { Store } from './store.ts';

/** Both, as they are stored; those of a new store where nothing is. */
export async function readFacts(store: Store): Promise<{ boot: BootRow; meta: Meta }> {
  const [boot, meta] = await store.db.getMany('meta', ['boot', 'state']);
  return {
    boot: boot === undefined ? emptyBoot(CARDS_VERSION) : await open<BootRow>(boot),
    meta: { ...newMeta(), ...(meta === undefined ? null : await open<Meta>(meta)) },
  };
}
