// The office's rules for occasions, as this device holds them with what waits to be sent laid over.
import type { Occasion } from '../../../sync/systems.ts';
import { Kept } from '../../measures/kept.svelte.ts';

export const rules = new Kept(['occasion']);

/** The office's rule for an occasion; undefined where it has said nothing. */
export function ruleOf(code: string): Occasion | undefined {
  return rules.lists?.occasion.find((each) => each.code === code);
}
