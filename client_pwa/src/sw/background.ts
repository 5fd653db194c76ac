// Background Sync: sends what waits in the stores of this phone, when no tab is open to do it.
import { Agent } from '../store/agent.ts';
import { upload } from '../store/photo_queue.ts';
import { browser } from '../store/ports.ts';
import { Store } from '../store/store.ts';

const PREFIX = 'diaban-';

/** Syncs each person's store. Throws when something could not be sent, so that the browser wakes us again. */
export async function syncEveryone(): Promise<void> {
  const databases = (await indexedDB.databases?.()) ?? [];
  const people = databases.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
  const ended = await Promise.all(people.map(syncOne));
  if (ended.includes('offline')) throw new Error('not everything was sent');
}

async function syncOne(person: string): Promise<string> {
  const store = new Store(person, browser);
  try {
    return await new Agent(store, () => upload(store)).sync();
  } finally {
    await store.close();
  }
}
