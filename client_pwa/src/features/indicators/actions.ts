// What a person writes of indicators, as operations of the outbox. Nothing is decided here.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Values } from '../../sync/patch.ts';
import type { Role } from '../../sync/records.ts';

/** Writes an instrument whole, a new one or over the one of that id. Answers its id once it is on the disk. */
export async function doSet(kind: 'indicator' | 'target' | 'progress', fields: Values, role: Role, id: string = browser.newId()): Promise<string> {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
  await say(`${kind}.set`, id, { args: Object.fromEntries(said) }, role);
  return id;
}
