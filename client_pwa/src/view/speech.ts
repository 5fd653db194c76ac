/* Says messages as the build has read them from the Fluent files (build/messages.ts). Knows a language's numbers and
   plurals; owns no word and no choice of language. */

export type Value = string | number;
export type Pattern = string | readonly Part[];
/** Text, a value, another message, or one of several patterns by a value: by the number itself or its plural category. */
export type Part = string | { value: string } | { message: string } | { by: string; choices: readonly Choice[]; other: Pattern };
type Choice = readonly [Value, Pattern];
export type Values = Readonly<Record<string, Value>> | null;

// What stands between these keeps its direction inside a text of the other one.
const ISOLATE = '\u2068';
const END_ISOLATE = '\u2069';

/** What can be said in one language with the words that were added. */
export class Speech {
  readonly #messages = new Map<string, Pattern>();
  readonly #locale: string;
  readonly #isolates: boolean;
  #numbers: Intl.NumberFormat | undefined;
  #plurals: Intl.PluralRules | undefined;

  constructor(locale: string, { isolates }: { isolates: boolean }) {
    this.#locale = locale;
    this.#isolates = isolates;
  }

  add(messages: Readonly<Record<string, Pattern>>): void {
    for (const key in messages) this.#messages.set(key, messages[key] ?? '');
  }

  /** The message with its values in place. Throws where a message or a value is lacking: a mistake of ours. */
  say(key: string, values: Values): string {
    const pattern = this.#messages.get(key);
    if (pattern === undefined) throw new Error(`No words for "${key}"`);
    return this.#text(pattern, values);
  }

  #text(pattern: Pattern, values: Values): string {
    if (typeof pattern === 'string') return pattern;
    const isolates = this.#isolates && pattern.length > 1;
    return pattern.map((part) => {
      if (typeof part === 'string') return part;
      const text = this.#part(part, values);
      return isolates ? ISOLATE + text + END_ISOLATE : text;
    }).join('');
  }

  #part(part: Exclude<Part, string>, values: Values): string {
    if ('message' in part) return this.say(part.message, values);
    const name = 'by' in part ? part.by : part.value;
    const value = values?.[name];
    if (value === undefined) throw new Error(`No value for $${name}`);
    if ('by' in part) return this.#text(part.choices.find(([choice]) => this.#fits(choice, value))?.[1] ?? part.other, values);
    return typeof value === 'string' ? value : (this.#numbers ??= new Intl.NumberFormat(this.#locale)).format(value);
  }

  #fits(choice: Value, value: Value): boolean {
    return choice === value || (typeof value === 'number' && choice === (this.#plurals ??= new Intl.PluralRules(this.#locale)).select(value));
  }
}
