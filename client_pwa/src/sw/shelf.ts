// The kept files of each build. A file enters only as a 200 whose bytes have the hash that the build names.

/** This build. */
export const BUILD = __BUILD_ID__;
const PREFIX = 'diaban-app-';
const NAME = `${PREFIX}${BUILD}`;
/** The one try of this worker's life to keep again what is gone. */
let mending: Promise<void> | null = null;

/** Keeps every file of this build, or throws: a half-deployed mix of two builds is not installed. */
export async function keep(): Promise<void> {
  // Another worker of the same files may be in charge already: what is there and verified stays.
  const there = await caches.has(NAME);
  const cache = await caches.open(NAME);
  try {
    await Promise.all(__PRECACHE__.map((entry) => keepOne(cache, entry)));
  } catch (error) {
    if (!there) await caches.delete(NAME);
    throw error;
  }
}

async function keepOne(cache: Cache, { url, integrity }: PrecacheEntry): Promise<void> {
  // A hashed file of the build before need not travel again. The page does: its headers may be others now.
  const known = url.startsWith('/assets/') ? await caches.match(url) : undefined;
  if (known && (await hashOf(known.clone())) === integrity) return cache.put(url, known);
  const response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin', redirect: 'error' });
  if (response.status !== 200 || (await hashOf(response.clone())) !== integrity) throw new Error(`not of this build: ${url}`);
  await cache.put(url, response);
}

async function hashOf(response: Response): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
  return `sha256-${btoa(String.fromCharCode(...hash))}`;
}

/** Keeps the files once more when one of this build's is gone: the browser may go on with a worker that stepped aside. */
export async function mend(path: string): Promise<void> {
  // At an office that has another build by now, what is gone stays gone.
  if (__PRECACHE__.some(({ url }) => url === path)) await (mending ??= keep().catch(() => undefined));
}

/** The kept file at an address: of this build first, else of an earlier one that an open tab still uses. */
export async function matching(path: string): Promise<Response | undefined> {
  const own = await (await caches.open(NAME)).match(path);
  return own ?? caches.match(path);
}

/** Throws away the builds that no open tab needs: all but this one, and the one before while any tab is open. */
export async function retire(clients: Clients): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  const open = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const kept = open.length > 0 ? names.slice(-1) : [];
  await Promise.all(names.filter((name) => !kept.includes(name)).map((name) => caches.delete(name)));
}

/** The way out of a bad build: every kept file goes, and nothing of what people wrote. */
export async function empty(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  mending = null;
}
