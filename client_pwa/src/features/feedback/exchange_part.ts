// What of the exchange is fetched only where it is needed: its screens with their words, and the words that stop a text.
import type { Feedback, Value } from '../../sync/records.ts';
import { language } from '../../view/t.svelte.ts';
import type { StopCode } from '../exchange/stop_words.ts';

/** A part of a screen, once its words are here too. */
export async function exchangePart<Part>(load: () => Promise<{ default: Part }>): Promise<Part> {
  const [module] = await Promise.all([load(), language.load(['exchange', 'visits'])]);
  return module.default;
}

/** What must not be in these texts; null when they may be said. Asked before anything of them is kept for sending. */
export async function stopIn(texts: readonly (string | null | undefined)[]): Promise<StopCode | null> {
  return (await import('../exchange/stop_words.ts')).findStop(texts);
}

/** The photos that were taken for an answer to the item, as the answer names them; null when there are none. */
export async function evidenceFor(item: Feedback): Promise<Value[][] | null> {
  return (await import('../exchange/evidence.ts')).evidenceFor(item);
}
