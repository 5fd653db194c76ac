// Starts what lives as long as the page: the last person's store, its syncing, and the service worker. Called by main.ts.
import { hereOrNull, onHere } from '../store/here.ts';
import { browser } from '../store/ports.ts';
import type { Rhythm } from '../store/rhythm.ts';
import type { Store } from '../store/store.ts';
import { resume } from '../store/who.ts';
import { scriptUrl } from './script_url.ts';
import { setNewVersion, setRhythm } from './syncing.svelte.ts';

const later = () => import('../store/later.ts');
let stopRhythm: () => void = () => undefined;

/** Opens the store of the person who was here last; answers once screens may be shown. */
export async function start(): Promise<void> {
  onHere((store) => {
    stopRhythm();
    setRhythm(store && beginRhythm(store));
  });
  const found = await resume(browser);
  if (found && !found.whole) await (await later()).enter(found.last, browser, true);
  void watchBuilds();
}

/** What sends and pulls is fetched once the first screen stands: nothing on it waits for the network. */
async function beginRhythm(store: Store): Promise<Rhythm> {
  let stopped = false;
  stopRhythm = () => {
    stopped = true;
  };
  const { Rhythm } = await later();
  const rhythm = new Rhythm(store);
  if (stopped) return rhythm;
  stopRhythm = () => rhythm.stop();
  rhythm.start();
  return rhythm;
}

let waitingWorker: ServiceWorker | null = null;

/**
 * Puts the new build in place at the person's wish. What is being written is saved; the page is loaded anew. Throws
 * NotSaved, and stays, when the phone has no room for it.
 */
export async function takeNewVersion(): Promise<void> {
  if (!waitingWorker) return;
  if (hereOrNull()) await (await later()).flush();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waitingWorker.postMessage({ kind: 'take_over' });
}

/** Installs the service worker and notices a new build. It waits: nothing is reloaded by itself. */
async function watchBuilds(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register(scriptUrl('/sw.js')).catch(() => null);
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
