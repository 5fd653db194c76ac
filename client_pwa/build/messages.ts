/* Vite plugin: the Fluent files of server/words become lazy locale modules, and their keys become types.
   A syntax error, a key or an argument that one language lacks, or a key written twice ends the build.
   Owns no words and no formatting: view/t.svelte.ts renders. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import type { Plugin } from 'vite';
import { checkWords, type Words } from './fluent_keys.ts';
import { areasOf, readWords } from './fluent_files.ts';
import type { Part, Pattern } from '../src/view/speech.ts';

export const WORDS = resolve(import.meta.dirname, '../../server/words');
export const GENERATED = resolve(import.meta.dirname, '../src/gen/messages.ts');
const VIRTUAL = 'virtual:words/';
/** Words that the server alone speaks: sheets and the command line. */
const SERVER_ONLY: readonly string[] = ['admin'];

/** `virtual:words/vi` is a whole language, `virtual:words/vi/today` one file of it. Both export what Fluent's parser made
    of the text, so that no phone carries a parser, nor parses at each start. */
export function messages(folder: string = WORDS, generated: string = GENERATED): Plugin {
  return {
    name: 'diaban-messages',
    configResolved: () => generate(folder, generated),
    resolveId: (id) => (id.startsWith(VIRTUAL) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return null;
      const [locale = '', area] = id.slice(VIRTUAL.length + 1).split('/');
      const files = readWords(folder)[locale] ?? {};
      const wanted = area === undefined ? Object.keys(files) : [area];
      for (const name of wanted) this.addWatchFile(join(folder, locale, `${name}.ftl`));
      return compiled(wanted.map((name) => files[name] ?? '').join('\n'));
    },
    handleHotUpdate({ file }) {
      if (file.endsWith('.ftl')) generate(folder, generated);
    },
  };
}

/** Check all words and write the typed list of keys. Throws with every fault found, file by file. */
export function generate(folder: string = WORDS, generated: string = GENERATED): void {
  const words = readWords(folder);
  const { keys, faults } = checkWords(words);
  if (faults.length > 0) throw new Error(`words:\n  ${faults.join('\n  ')}`);
  const text = typed(keys, words);
  mkdirSync(dirname(generated), { recursive: true });
  if (readOrNull(generated) !== text) writeFileSync(generated, text);
}

function typed(keys: Map<string, Map<string, string>>, words: Words): string {
  const locales = Object.keys(words).sort();
  const areas = areasOf(words).filter((area) => !SERVER_ONLY.includes(area));
  const loader = (locale: string, area: string) => `    '${area}': () => import('${VIRTUAL}${locale}/${area}'),`;
  const line = ([key, args]: [string, Map<string, string>]) =>
    `  '${key}': ${args.size === 0 ? 'null' : `{ ${[...args].map(([name, type]) => `${name}: ${type}`).join('; ')} }`};`;
  return [
    '// Made from server/words by build/messages.ts; edit the words, not this file.',
    "import type { Pattern } from '../view/speech.ts';",
    '/** Each message and the arguments it takes; null where it takes none. `key.attribute` is an attribute. */',
    'export interface Messages {',
    ...[...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(line),
    '}',
    'export type MessageKey = keyof Messages;',
    `export type Locale = ${locales.map((name) => `'${name}'`).join(' | ')};`,
    `export type Area = ${areas.map((name) => `'${name}'`).join(' | ')};`,
    'type Loader = () => Promise<{ default: Readonly<Record<string, Pattern>> }>;',
    '/** The messages of one file of words, ready to be said (view/speech.ts), fetched when asked for. */',
    'export const words: Record<Locale, Record<Area, Loader>> = {',
    ...locales.flatMap((locale) => [`  '${locale}': {`, ...areas.map((area) => loader(locale, area)), '  },']),
    '};',
    '',
  ].join('\n');
}

/** A module whose default export is all messages and attributes by their keys, as view/speech.ts says them. Throws at what
    it cannot say: terms, functions, and messages chosen by another than a value. */
export function compiled(text: string): string {
  const messages: Record<string, Pattern> = {};
  for (const { id, value, attributes } of new FluentResource(text).body) {
    if (value !== null) messages[id] = patternOf(value);
    for (const [name, pattern] of Object.entries(attributes)) messages[`${id}.${name}`] = patternOf(pattern);
  }
  return `export default ${JSON.stringify(messages)};`;
}

type Read = NonNullable<FluentResource['body'][number]['value']>;
type Element = Exclude<Read, string>[number];

function patternOf(read: Read): Pattern {
  return typeof read === 'string' ? read : read.map(partOf);
}

function partOf(element: Element): Part {
  if (typeof element === 'string') return element;
  switch (element.type) {
    case 'str':
      return element.value;
    case 'var':
      return { value: element.name };
    case 'mesg':
      return { message: element.attr ? `${element.name}.${element.attr}` : element.name };
    case 'select': {
      if (element.selector.type !== 'var') break;
      const choices = element.variants.map(({ key, value }) => [key.value, patternOf(value)] as const);
      const other = choices.splice(element.star, 1)[0]?.[1] ?? '';
      return { by: element.selector.name, choices, other };
    }
  }
  throw new Error(`words: the app cannot say { ${element.type} }`);
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
