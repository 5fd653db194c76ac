// The photos of one report as a strip shows them: a picture where this phone has or can fetch one, and how far each
// has come. Addresses made for bytes on this phone are given back when the screen leaves.
import type { PhotoRow } from '../../store/photo_queue.ts';
import { url } from '../../store/photos.ts';
import type { PhotoFault } from '../../store/picture.ts';
import type { PhotoItem } from '../../sync/records.ts';
import type { Photo } from '../../ui/PhotoStrip.svelte';
import { photos } from '../../view/photos.svelte.ts';
import { sync } from '../../view/syncing.svelte.ts';
import { cards } from '../../view/tables.svelte.ts';
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
  const row = photos.get(id);
  const office = cards('attachment').get(id)?.status;
  if (office === 'erased') return { id, url: null, state: 'refused', share: 0, reason: t('common-photo-erased') };
  const state = stateOf(row, office);
  // Without the network a picture that is only at the office cannot be shown; the strip says that it exists.
  const fetched = state === 'sent' && sync.online;
  const url = address?.startsWith('blob:') || fetched ? address : null;
  if (state === 'refused') return { id, url, state, share: 0, reason: t('visits-photo-refused') };
  return { id, url, state, share: state === 'sent' ? 1 : (row?.sent ?? 0) / Math.max(1, bytes) };
}

/** By the phone that took it, and by what the office says has come: nothing is sent before one of them says so. */
function stateOf(row: PhotoRow | undefined, office: string | null | undefined): Photo['state'] {
  if (row?.state === 'complete' || office === 'stored') return 'sent';
  if (row?.state === 'refused' || office === 'refused') return 'refused';
  return row && row.sent > 0 ? 'sending' : 'waiting';
}

/** Why a photo was not taken, in words; `most`: how many there may be. */
export function faultOf(code: PhotoFault, most: number): string {
  if (code === 'too_many_photos') return t('visits-photo-too-many', { count: most });
  if (code === 'no_room') return t('visits-photo-no-room');
  return code === 'no_picture' ? t('visits-photo-not-picture') : t('visits-photo-too-big');
}
