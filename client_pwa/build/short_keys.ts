/* Vite plugin: keys of messages as short as can be. In the sources and the Fluent files a key tells where its sentence
   stands; on a phone nobody reads it, and a thousand of them weigh as much as a screen. Keys that are put together while
   the app runs (`visits-kind-${kind}`) stay whole, in the code and in the words. Owns no word. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { readWords } from './fluent_files.ts';
import { WORDS } from './messages.ts';

const SRC = resolve(import.meta.dirname, '../src');
/** A key, or the attribute of one, as a string of its own. */
const LITERAL = /(['"`])([a-z][\w-]*-[\w-]+)((?:\.\w+)?)\1/g;
const HOLE = /\$\{[^}]*\}/;
/** A key with holes, as code writes it: its file stands first, and whole. */
const MADE = new RegExp(`\`([a-z]+-(?:[\\w-]|${HOLE.source})*)`, 'g');
/** What stands in a hole is a name of the protocol, which has no dash; but codes of errors and of occasions, whose
    sentences the server says too, are written with dashes. */
const NAME = '\\w+';
const CODES = /^(error|notice)-.+$/;

export function shortKeys(): Plugin {
  let short: ReadonlyMap<string, string> = new Map();
  return {
    name: 'diaban-short-keys',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      const sources = globSync('**/*.{ts,svelte}', { cwd: SRC }).map((name) => readFileSync(resolve(SRC, name), 'utf8'));
      short = shortNames(keysOf(Object.values(readWords(WORDS)['vi'] ?? {})), sources);
    },
    transform: (code, id) => (id.startsWith(SRC) || id.includes('virtual:words/') ? { code: withShortKeys(code, short), map: null } : null),
    generateBundle(_options, bundle) {
      const code = Object.values(bundle).map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
      const left = [...code.matchAll(LITERAL)].map(([, , key = '']) => key).filter((key) => short.has(key));
      if (left.length > 0) this.error(`keys that were not shortened: ${left.join(', ')}`);
    },
  };
}

function keysOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key = '']) => key));
}

/** Key → its short name, for all keys that no source puts together from pieces. */
export function shortNames(keys: readonly string[], sources: readonly string[]): Map<string, string> {
  const made = sources.flatMap((source) => [...source.matchAll(MADE)].map(([, text = '']) => new RegExp(`^${text.split(HOLE).join(NAME)}$`)));
  const whole = keys.filter((key) => key.includes('-') && ![...made, CODES].some((shape) => shape.test(key)));
  return new Map(whole.sort().map((key, at) => [key, at.toString(36)]));
}

/** The module with the short names for keys that stand as strings of their own. */
export function withShortKeys(code: string, short: ReadonlyMap<string, string>): string {
  return code.replaceAll(LITERAL, (literal, quote: string, key: string, attribute: string) => {
    const name = short.get(key);
    return name === undefined ? literal : quote + name + attribute + quote;
  });
}
