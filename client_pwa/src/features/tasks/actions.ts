// What a person does with a difficult task, as operations of the outbox. Nothing is decided here.
import { say } from '../../store/intents.ts';
import { browser } from '../../store/ports.ts';
import type { Values } from '../../sync/patch.ts';
import type { Role } from '../../sync/records.ts';

export type TaskAct = 'set' | 'extend' | 'close' | 'drop' | 'reopen' | 'progress' | 'strike' | 'reach' | 'tie';

/** Says a step of a task. Answers the task's id once it is on the disk. */
export async function doTask(act: TaskAct, said: Values, role: Role, id: string = browser.newId()): Promise<string> {
  const told = Object.entries(said).filter(([, value]) => value !== null && value !== '');
  await say(`task.${act}`, id, { args: { entry: browser.newId(), ...Object.fromEntries(told) } }, role);
  return id;
}

/** An id for an aim or a milestone. */
export function newId(): string {
  return browser.newId();
}
