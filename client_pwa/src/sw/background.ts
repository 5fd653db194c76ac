// Background Sync: sends what waits in the store of the person at this phone, when no tab is open to do it.
import { Agent } from '../store/agent.ts';
import { wearBadge } from '../store/badge.ts';
import { readFacts } from '../store/facts.ts';
import { upload } from '../store/photo_queue.ts';
import { readPhone } from '../store/phone.ts';
import { browser } from '../store/ports.ts';
import { Store } from '../store/store.ts';
import { wipe } from '../store/wipe.ts';

/** Syncs once. Throws when something could not be sent, so that the browser wakes us again. */
export async function syncInBackground(): Promise<void> {
  const person = (await readPhone())?.current;
  if (!person) return;
  const store = new Store(person, browser);
  try {
    const ended = await new Agent(store).sync();
    if (ended === 'done' && isReminded()) wearBadge((await readFacts(store)).boot.counts['unread'] ?? 0);
    // A tab that is sending may be closed before it is through.
    if (ended === 'offline' || ended === 'busy') throw new Error('not everything was sent');
    if ((ended === 'done' || ended === 'drained') && (await upload(store))) throw new Error('not every photo was sent');
    const isOver = ended === 'lost' || ended === 'drained';
    if (isOver && (await wipe(store, ended === 'drained')) && isReminded()) wearBadge(0);
  } finally {
    await store.close();
  }
}

/** Whether this phone may show reminders. Where it may not, the number on the icon is the open app's alone. */
function isReminded(): boolean {
  return Notification.permission === 'granted';
}
