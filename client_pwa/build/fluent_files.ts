/* Reads server/words/<locale>/<area>.ftl. Owns the folder's shape, judges nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Words } from './fluent_keys.ts';

export function readWords(folder: string): Words {
  const locales = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Object.fromEntries(locales.map(({ name }) => [name, readLocale(join(folder, name))]));
}

/** Names of the files that any language has. */
export function areasOf(words: Words): string[] {
  return [...new Set(Object.values(words).flatMap((files) => Object.keys(files)))].sort();
}

function readLocale(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ftl')).sort();
  return Object.fromEntries(files.map((name) => [name.slice(0, -4), readFileSync(join(folder, name), 'utf8')]));
}
