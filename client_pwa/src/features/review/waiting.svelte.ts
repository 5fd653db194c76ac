// What of this phone waits for a clerk to choose an heir. Reads cards, tasks and the directory.
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { cards, directory } from '../../view/tables.svelte.ts';
import { holdings } from '../people/rules.ts';
import { register } from '../tasks/register.svelte.ts';
import { type Waiting, waitingForHeir } from './heirs.ts';

/** Whether everything has been read that it is found in. */
export function isRead(): boolean {
  return directory.ready && cards('feedback').ready && register.lists !== null;
}

/** Everything that waits for the person of this phone. */
export function waitingHere(): Waiting[] {
  const day = officeToday();
  const me = current()?.person ?? '';
  const isMine = (unit: string) => holdings(directory, me, ['clerk'], { unit, day }).length > 0;
  return waitingForHeir({ items: cards('feedback').rows, tasks: register.lists?.task ?? [] }, directory.unit, isMine, day);
}
