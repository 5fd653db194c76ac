/* The words of the screens: Fluent messages in the person's language, fetched by file as screens need them.
   Owns which language is spoken; owns no word. */
import { type Area, type Locale, type MessageKey, type Messages, words } from '../gen/messages.ts';
import { ago, instantText, numberText, percentText, sizeText } from './format.ts';
import { Speech, type Values } from './speech.ts';

const KEPT = 'diaban.lang';
const DEFAULT: Locale = 'vi';
/** Written from the right. Only these need marks that keep a number's direction. */
const RIGHT_TO_LEFT: readonly string[] = ['ar'];

class Words {
  locale = $state<Locale>(DEFAULT);
  #speech = $state.raw(speechOf(DEFAULT));
  #areas = new Set<Area>();
  /** Moves when words arrive, so that what is on screen is said again. */
  #arrivals = $state(0);

  /** Words of these files, in the present language; files that are here already cost nothing. */
  load = async (areas: readonly Area[]): Promise<void> => {
    const missing = areas.filter((area) => !this.#areas.has(area));
    if (missing.length === 0) return;
    const speech = this.#speech;
    await fill(speech, this.locale, missing);
    if (speech !== this.#speech) return this.load(areas);
    for (const area of missing) this.#areas.add(area);
    this.#arrivals += 1;
  };

  /** Speaks another language from now on, with all the words in use, and remembers it. */
  async speak(locale: Locale): Promise<void> {
    keep(locale);
    const speech = speechOf(locale);
    const filled = new Set<Area>();
    const lacking = () => [...this.#areas].filter((area) => !filled.has(area));
    // A screen may ask for more words in the old language while these are on their way.
    for (let areas = lacking(); areas.length > 0; areas = lacking()) {
      await fill(speech, locale, areas);
      for (const area of areas) filled.add(area);
    }
    this.#speech = speech;
    this.locale = locale;
    document.documentElement.lang = locale;
    document.documentElement.dir = RIGHT_TO_LEFT.includes(locale) ? 'rtl' : 'ltr';
  }

  say(key: string, values: Values): string {
    void this.#arrivals;
    return this.#speech.say(key, values);
  }
}

export const language = new Words();

/** Messages that need no argument: what tables of words are made of. */
export type PlainKey = { [Key in MessageKey]: Messages[Key] extends null ? Key : never }[MessageKey];

/** The message in the person's language. Its arguments are typed by the words themselves. */
export function t<Key extends MessageKey>(key: Key, ...args: Messages[Key] extends null ? [] : [Messages[Key]]): string {
  return language.say(key, (args[0] as Values | undefined) ?? null);
}

/** "5 minutes ago" under 24 h, else 24/06/2024 14:05. */
export function since(at: number, now: number): string {
  const past = ago(at, now);
  if (!past) return instantText(at, now);
  if (past.unit === 'now') return t('common-just-now');
  return past.unit === 'minutes' ? t('common-minutes-ago', { count: past.count }) : t('common-hours-ago', { count: past.count });
}

export const number = (value: number, fractionDigits = 0): string => numberText(value, language.locale, fractionDigits);
export const percent = (share: number): string => percentText(share, language.locale);
export const size = (bytes: number): string => sizeText(bytes, language.locale);

/** The language asked for by `?lang=`, else the remembered one, else Vietnamese. */
export function wantedLocale(search: string): Locale {
  return known(new URLSearchParams(search).get('lang')) ?? known(remembered()) ?? DEFAULT;
}

function known(locale: string | null): Locale | null {
  return locale !== null && Object.hasOwn(words, locale) ? (locale as Locale) : null;
}

function speechOf(locale: Locale): Speech {
  return new Speech(locale, { isolates: RIGHT_TO_LEFT.includes(locale) });
}

async function fill(speech: Speech, locale: Locale, areas: readonly Area[]): Promise<void> {
  const files = await Promise.all(areas.map((area) => words[locale][area]()));
  for (const file of files) speech.add(file.default);
}

/** A browser that forbids storage still speaks; it only forgets. */
function keep(locale: Locale): void {
  try {
    localStorage.setItem(KEPT, locale);
  } catch {
    return;
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
