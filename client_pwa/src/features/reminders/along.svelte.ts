// What reminders need as long as the page lives, fetched once the first screen stands: the number on the app's icon, the
// way to what was pressed, and that nobody is reminded on a phone that he has left.
import { wearBadge } from '../../store/badge.ts';
import { today } from '../../view/boot.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { go } from '../nav.ts';
import { turnedOn } from './asking_marks.ts';

interface Said {
  kind?: string;
  to?: string;
}

/** Begins, once a page. */
export function begin(): void {
  // The worker has brought this tab to the front.
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }: MessageEvent<Said | null>) => {
    if (data?.kind !== 'go' || !data.to) return;
    ports[0]?.postMessage(true);
    go(data.to);
  });
  $effect.root(() => {
    $effect(() => {
      if (!current()) wearBadge(0);
      else if (today.ready) wearBadge(today.counts['unread'] ?? 0);
    });
    // By signing out, or because the device was withdrawn.
    $effect(() => {
      const held = turnedOn();
      if (held && held.person !== current()?.person) void import('./push_client.ts').then(({ turnOffAfter }) => turnOffAfter(held));
    });
  });
}
