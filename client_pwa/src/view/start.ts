// Starts what lives as long as the page: the last person's store, its syncing, and the service worker. Called by main.ts.
import { flush } from '../store/drafts.ts';
import { hereOrNull, onHere } from '../store/here.ts';
import { Rhythm } from '../store/rhythm.ts';
import { resume } from '../store/session.ts';
import { setNewVersion, setRhythm } from './syncing.svelte.ts';

/** Opens the store of the person who was here last; answers once screens may be shown. */
export async function start(): Promise<void> {
  let rhythm: Rhythm | null = null;
  onHere((store) => {
    rhythm?.stop();
    rhythm = store && new Rhythm(store);
    setRhythm(rhythm);
    rhythm?.start();
  });
  await resume();
  void watchBuilds();
}

let waitingWorker: ServiceWorker | null = null;

/** Puts the new build in place at the person's wish. What is being written is saved; the page is loaded anew. */
export async function takeNewVersion(): Promise<void> {
  if (!waitingWorker) return;
  if (hereOrNull()) await flush().catch(() => undefined);
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waitingWorker.postMessage({ kind: 'take_over' });
}

/** Installs the service worker and notices a new build. It waits: nothing is reloaded by itself. */
async function watchBuilds(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null);
  if (!registration) return;
  const seen = (worker: ServiceWorker | null): void => {
    const told = (): void => {
      if (worker?.state !== 'installed' || !navigator.serviceWorker.controller) return;
      waitingWorker = worker;
      setNewVersion();
    };
    worker?.addEventListener('statechange', told);
    told();
  };
  seen(registration.waiting);
  registration.addEventListener('updatefound', () => seen(registration.installing));
}
