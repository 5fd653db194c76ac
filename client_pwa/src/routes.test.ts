/* Each route names the files of words that its screens ask for; otherwise a screen would open without them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, normalize, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readWords } from '../build/fluent_files.ts';
import { administrationRoutes } from './features/administration/routes.ts';
import { routes, SHELL_WORDS } from './routes.ts';

// Node has no screen to paint Today on.
vi.mock('./features/today/Today.svelte', () => ({ default: null }));

const HERE = import.meta.dirname;
const areaOf = new Map<string, string>();
for (const [area, text] of Object.entries(readWords(resolve(HERE, '../../server/words'))['vi'] ?? {})) {
  for (const [, key] of text.matchAll(/^([a-z][\w-]*) =/gm)) areaOf.set(key!, area);
}

/** The files of words that a module and all that it imports take keys from. */
function wordsOf(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !existsSync(path) || path.includes('/gen/')) return new Set();
  seen.add(path);
  const source = readFileSync(path, 'utf8');
  const quoted = [...source.matchAll(/['"`]([a-z]+-[^'"`\s]*)['"`]/g)].flatMap(([, text]) => areasOf(text!));
  const imported = [...source.matchAll(/from '(\.[^']+)'/g)].flatMap(([, name]) => [...wordsOf(normalize(resolve(dirname(path), name!)), seen)]);
  return new Set([...quoted, ...imported]);
}

/** The file of one key, or of all keys that a text such as `visits-list-${name}` may become. */
function areasOf(text: string): string[] {
  const [start = ''] = text.split('${');
  if (start === text) return [areaOf.get(text)].filter((area) => area !== undefined);
  return [...areaOf].filter(([key]) => key.startsWith(start)).map(([, area]) => area);
}

/** Where screens that travel together stand, by their names. */
const field = new Map(['features/field.ts', 'features/area/screens.ts'].flatMap((file) =>
  [...readFileSync(resolve(HERE, file), 'utf8').matchAll(/as (\w+) \} from '(\.[^']+)'/g)].map(([, name, path]) => [name!, resolve(HERE, dirname(file), path!)] as const)));
const TODAY = resolve(HERE, 'features/today/Today.svelte');

/** The file of the screen that such a function answers. */
function screenOf(load: () => unknown): string {
  const imported = /['"]([^'"]+\.svelte)['"]/.exec(load.toString())?.[1];
  if (imported) return imported.startsWith('/src/') ? resolve(HERE, '..', imported.slice(1)) : resolve(HERE, imported);
  const named = [...field.keys()].find((name) => new RegExp(`\\b${name}\\b`).test(load.toString()));
  return named ? (field.get(named) ?? '') : TODAY;
}

it.each([...routes, ...administrationRoutes].map((route) => [route.path, route] as const))('%s names the words its screens ask for', (_path, route) => {
  const screens = [route.list, route.thing].filter((load) => load !== undefined).map(screenOf);
  expect(screens.length).toBeGreaterThan(0);
  for (const screen of screens) expect(existsSync(screen)).toBe(true);
  const asked = new Set(screens.flatMap((screen) => [...wordsOf(screen)]));
  expect([...asked].filter((area) => ![...SHELL_WORDS, ...route.words].includes(area as never))).toEqual([]);
});
