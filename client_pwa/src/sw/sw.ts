// The service worker: keeps the app's files, answers navigations from them, syncs when the browser wakes it, and shows reminders.
// It imports sync/ and store/ only, answers nothing under /api, and stores nothing that it has not checked by its hash.
/// <reference lib="webworker" />
import { isOurs } from './address.ts';
import { syncInBackground } from './background.ts';
import { pressed, pushed, renewed } from './push.ts';
import { empty, keep, matching, mend, retire } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

// All files or none: with one that is missing or of another build, this worker is not installed and the old one stays.
self.addEventListener('install', (event) => event.waitUntil(keep()));

// By now no tab of the build before is open, or the person asked for the new one.
self.addEventListener('activate', (event) => event.waitUntil(retire(self.clients).then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !isOurs(new URL(request.url), self.location.origin)) return;
  event.respondWith(answer(event));
});

async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const { pathname, searchParams } = new URL(request.url);
  const page = request.mode === 'navigate' && !pathname.split('/').at(-1)?.includes('.');
  if (page && searchParams.has('fresh')) return startAfresh(request);
  const path = page ? '/' : pathname;
  const kept = await matching(path);
  if (kept) return kept;
  event.waitUntil(mend(path));
  return fetch(request);
}

/** `/?fresh` in the address bar: this worker steps aside and the page comes from the office. */
async function startAfresh(request: Request): Promise<Response> {
  await empty();
  await self.registration.unregister();
  return fetch(request.url, { cache: 'reload', credentials: 'same-origin' });
}

self.addEventListener('message', (event) => {
  const said = event.data as { kind?: string } | null;
  // Told by a page when no form is open and nothing is being sent, or by the person.
  if (said?.kind === 'take_over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('sync', (event) => {
  const woken = event as SyncEvent;
  if (woken.tag === 'diaban-outbox') woken.waitUntil(syncInBackground());
});

self.addEventListener('push', (event) => event.waitUntil(pushed(self, event.data?.text() ?? null)));
self.addEventListener('notificationclick', (event) => event.waitUntil(pressed(self, event.notification)));
self.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(renewed(self)));
