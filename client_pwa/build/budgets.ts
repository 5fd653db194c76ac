/* Vite plugin: weighs what a phone must fetch, compressed as it travels, and ends a build that is too heavy.
   Also lays the compressed files beside the plain ones, for the server to send. Owns the limits, not what is in a route. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { OFFICE, SYSTEMS, TROUBLES } from './chunks.ts';
import { type Bundle, filesReached } from './reach.ts';

const REPORT = resolve(import.meta.dirname, '../../.cache/bundle.json');
const KB = 1024;
const TEXT = new Set(['.js', '.css', '.html', '.svg', '.webmanifest', '.json']);
/** Below this a header costs more than compression saves. */
const COMPRESSED_FROM_BYTES = 512;

type Kind = 'code' | 'words' | 'styles';

interface Budget {
  what: string;
  kind: Kind;
  limit_bytes: number;
  /** Modules behind `import()` that this page does not fetch. */
  leave: (module: string) => boolean;
  /** What a page that leaves these has fetched already does not count. */
  beside?: (module: string) => boolean;
}

export interface Weight {
  what: string;
  bytes: number;
  limit_bytes: number;
  files: Record<string, number>;
}

/** A 40 KB page is there after 1.5 s on 50 KB/s with two trips of 300 ms, the slowest network we promise for.
    Words travel as modules too, but they are text: they have limits of their own. */
const BUDGETS: readonly Budget[] = [
  { what: 'JavaScript for Today', kind: 'code', limit_bytes: 40 * KB, leave: isNotToday },
  { what: 'JavaScript of all field routes', kind: 'code', limit_bytes: 80 * KB, leave: isNotField },
  { what: 'JavaScript of the systems beside', kind: 'code', limit_bytes: 72 * KB, leave: isOffice, beside: isNotField },
  { what: 'Style sheets', kind: 'styles', limit_bytes: 6 * KB, leave: isNotField },
  { what: 'Words for Today, in Vietnamese', kind: 'words', limit_bytes: 12 * KB, leave: isNotToday },
  { what: 'Words of all field routes, in Vietnamese', kind: 'words', limit_bytes: 24 * KB, leave: isNotField },
];
const ROUTES = resolve(import.meta.dirname, '../src/routes.ts');
const WORDS = /virtual:words\/(\w+)\/(\w+)$/;

/** What the first address asks for, as src/routes.ts says; the sending side comes after Today stands. */
function isNotToday(module: string): boolean {
  const [, locale, area] = WORDS.exec(module) ?? [];
  if (area) return locale !== 'vi' || !wordsOfToday().includes(area);
  return true;
}

function isNotField(module: string): boolean {
  return SYSTEMS.test(module) || isOffice(module);
}

function isOffice(module: string): boolean {
  return OFFICE.test(module) || TROUBLES.test(module) || (WORDS.exec(module)?.[1] ?? 'vi') !== 'vi';
}

export function wordsOfToday(routes: string = readFileSync(ROUTES, 'utf8')): string[] {
  const lists = [/SHELL_WORDS[^=]*=\s*\[([^\]]*)\]/.exec(routes), /path: '\/',[^\n]*words: \[([^\]]*)\]/.exec(routes)];
  return lists.flatMap((list) => [...(list?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, area]) => area ?? ''));
}

export function budgets(): Plugin {
  let outDir = '';
  return {
    name: 'diaban-budgets',
    apply: 'build',
    configResolved: (config) => void (outDir = resolve(config.root, config.build.outDir)),
    writeBundle: {
      order: 'post',
      sequential: true,
      handler(_options, bundle) {
        const packed = compressAll(outDir, bundle);
        const weights = BUDGETS.map((budget) => weigh(budget, bundle, packed));
        mkdirSync(dirname(REPORT), { recursive: true });
        writeFileSync(REPORT, JSON.stringify(weights, null, 1));
        const heavy = weights.filter(({ bytes, limit_bytes }) => bytes > limit_bytes).map(sentence);
        if (heavy.length > 0) this.error(`too heavy:\n  ${heavy.join('\n  ')}`);
      },
    },
  };
}

/** Write .br and .gz beside each text file; name → bytes under brotli. */
function compressAll(outDir: string, bundle: Bundle): Map<string, number> {
  const packed = new Map<string, number>();
  const worker = existsSync(resolve(outDir, 'sw.js')) ? ['sw.js'] : [];
  for (const name of [...Object.keys(bundle), ...worker]) {
    const path = resolve(outDir, name);
    const plain = readFileSync(path);
    const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } };
    const small = brotliCompressSync(plain, options);
    packed.set(name, small.length);
    if (!TEXT.has(extname(name)) || name.endsWith('.html') || plain.length < COMPRESSED_FROM_BYTES) continue;
    writeFileSync(`${path}.br`, small);
    writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  }
  return packed;
}

export function weigh(budget: Budget, bundle: Bundle, packed: Map<string, number>): Weight {
  const there = budget.beside ? filesReached(bundle, budget.beside) : new Set<string>();
  const names = [...filesReached(bundle, budget.leave)].filter((name) => !there.has(name) && kindOf(bundle, name) === budget.kind);
  const files = Object.fromEntries(names.map((name) => [name, packed.get(name) ?? 0]));
  const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
  return { what: budget.what, bytes, limit_bytes: budget.limit_bytes, files };
}

function kindOf(bundle: Bundle, name: string): Kind | null {
  if (name.endsWith('.css')) return 'styles';
  const file = bundle[name];
  if (file?.type !== 'chunk') return null;
  return WORDS.test(file.facadeModuleId ?? '') ? 'words' : 'code';
}

function sentence({ what, bytes, limit_bytes, files }: Weight): string {
  const largest = Object.entries(files).sort(([, a], [, b]) => b - a).slice(0, 5);
  const list = largest.map(([name, size]) => `${name} ${(size / KB).toFixed(1)}`).join(', ');
  return `${what}: ${(bytes / KB).toFixed(1)} KB of ${limit_bytes / KB} (${list})`;
}
