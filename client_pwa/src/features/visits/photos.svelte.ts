// The photos of one report as a strip shows them: a picture where this phone has or can fetch one, and how far each
// has come. Addresses made for bytes on this phone are given back when the screen leaves.
import { url } from '../../store/photos.ts';
import type { PhotoItem } from '../../sync/records.ts';
import type { Photo } from '../../ui/PhotoStrip.svelte';
import { photos } from '../../view/photos.svelte.ts';
import { sync } from '../../view/syncing.svelte.ts';
import { t } from '../../view/t.svelte.ts';

/** To be called while a component is made. */
export function strip(items: () => readonly PhotoItem[]): { readonly photos: readonly Photo[] } {
  let urls = $state.raw<ReadonlyMap<string, string>>(new Map());
  const ids = $derived(items().map(({ id }) => id).join(' '));

  $effect(() => {
    const made: string[] = [];
    let left = false;
    void addresses(ids.split(' ').filter((id) => id !== '')).then((found) => {
      made.push(...[...found.values()].filter((address) => address.startsWith('blob:')));
      if (left) release(made);
      else urls = found;
    });
    return () => {
      left = true;
      release(made);
    };
  });

  const shown = $derived(items().map((item) => photoOf(item, urls.get(item.id) ?? null)));
  return {
    get photos() {
      return shown;
    },
  };
}

async function addresses(ids: readonly string[]): Promise<Map<string, string>> {
  return new Map(await Promise.all(ids.map(async (id) => [id, await url(id)] as const)));
}

function release(addresses: readonly string[]): void {
  for (const address of addresses) URL.revokeObjectURL(address);
}

function photoOf({ id, bytes }: PhotoItem, address: string | null): Photo {
  const here = address?.startsWith('blob:') ?? false;
  // Without the network a picture that is only at the office cannot be shown; the strip says that it exists.
  const url = here || sync.online ? address : null;
  const row = photos.get(id);
  if (!row || row.state === 'complete') return { id, url, state: 'sent', share: 1 };
  if (row.state === 'refused') return { id, url, state: 'refused', share: 0, reason: t('visits-photo-refused') };
  return { id, url, state: row.sent > 0 ? 'sending' : 'waiting', share: row.sent / Math.max(1, bytes) };
}
