// The difficult tasks on this phone, as rules need them.
import type { Task } from '../../sync/systems.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import { type Told, toldOn } from './records.ts';

export { ownerOf, reachedOf, type Told } from './records.ts';
export const register = new Kept(['task']);

/** How far a task is today. */
export function told(task: Task): Told {
  return toldOn(task, officeToday());
}
