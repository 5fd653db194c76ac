// Which reminders this phone has shown, whoever is at it: what the office sends twice is shown once.
import { open, seal } from './codec.ts';
import { phone } from './phone.ts';
import type { Ports } from './ports.ts';

// A reminder is sent again within hours, and nobody gets a hundred in them.
const SHOWN_MAX = 100;

/** Shows a reminder; `again`: this phone has shown it before. It is noted once `show` has answered. */
export function showOnce(id: string, ports: Ports, show: (again: boolean) => Promise<void>): Promise<void> {
  return ports.lock('diaban-shown', async () => {
    // A phone that can note nothing shows all the same.
    const ids = await shown().catch((): string[] => []);
    const again = ids.includes(id);
    await show(again);
    if (!again) await note([...ids, id].slice(-SHOWN_MAX)).catch(() => undefined);
  });
}

async function shown(): Promise<string[]> {
  const [stored] = await phone.getMany('meta', ['shown']);
  return stored === undefined ? [] : open<string[]>(stored);
}

async function note(ids: string[]): Promise<void> {
  await phone.write([{ store: 'meta', key: 'shown', value: await seal(ids) }]);
}
