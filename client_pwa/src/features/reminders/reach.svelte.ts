// What the office knows of the ways to this person, asked for by a screen that opens. Needs a network; says when it lacks.
import { Asking } from '../asking.svelte.ts';
import { readRoads, type Roads } from './roads.ts';

/** One answer for all cards of the settings; asked anew whenever something was changed. */
export const reach = new Asking<Roads>();

export function lookUp(): void {
  void reach.run(readRoads);
}
