// The notices on this phone, how its person wants to be told, and the office's own words. Reads the store; writes nothing.
import type { Notice, Preference } from '../../sync/systems.ts';
import { language } from '../../view/t.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import { type Say, sentenceOf, type Told, wordingOf } from './saying.ts';

export const register = new Kept(['notice', 'preference', 'occasion']);

/** How the person has said that he wants to be told; null when he never did. What waits to be sent stands last. */
export function ownWish(): Preference | null {
  return register.lists?.preference.at(-1) ?? null;
}

/** The notice in the language of the screen, or as `spoken` says it. */
export function sentence(notice: Told & Pick<Notice, 'unit'>, spoken?: { locale: string; say: Say }): string {
  const { locale, say } = spoken ?? { locale: language.locale, say: (key, values) => language.say(key, values) };
  const wording = wordingOf(register.lists?.occasion ?? [], notice.occasion, locale);
  return sentenceOf(notice, { unit: directory.unit(notice.unit) ?? null, wording, say });
}
