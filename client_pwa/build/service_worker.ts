/* Vite plugin: bundles src/sw/sw.ts into /sw.js, telling it which files make this build and what each must hash to.
   Owns the list and the build's id; what the worker does with them is src/sw/sw.ts. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { classFields } from './class_fields.ts';
import { filesReached } from './reach.ts';
import { slimSchema } from './schema.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WORKER = resolve(import.meta.dirname, '../src/sw/sw.ts');
/** Loaded by nobody in the field: fetched when opened, never by every phone. */
const NOT_KEPT = /\/src\/(gallery|features\/administration)\/|virtual:words\/\w+\/administration$/;

export function serviceWorker(target: string[]): Plugin {
  let outDir = '';
  return {
    name: 'diaban-service-worker',
    apply: 'build',
    configResolved: (config) => void (outDir = resolve(config.root, config.build.outDir)),
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler(_options, bundle) {
        if (!existsSync(WORKER)) return;
        const files = [...filesReached(bundle, (module) => NOT_KEPT.test(module)), 'index.html'].sort();
        const entries = files.map((name) => ({ url: addressOf(name), integrity: integrity(resolve(outDir, name)) }));
        await bundleWorker(outDir, target, { __PRECACHE__: entries, __BUILD_ID__: buildId(entries) });
      },
    },
  };
}

async function bundleWorker(outDir: string, target: string[], values: Record<string, unknown>): Promise<void> {
  await build({
    configFile: false,
    plugins: [slimSchema(), classFields()],
    publicDir: false,
    logLevel: 'warn',
    define: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)])),
    build: {
      outDir,
      emptyOutDir: false,
      target,
      modulePreload: false,
      rolldownOptions: { input: WORKER, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
}

function addressOf(name: string): string {
  return name === 'index.html' ? '/' : `/${name}`;
}

function integrity(path: string): string {
  return `sha256-${createHash('sha256').update(readFileSync(path)).digest('base64')}`;
}

/** The server's module that sets the content security policy counts too, wherever they stand. */
function buildId(entries: readonly unknown[]): string {
  const state = createHash('sha256').update(JSON.stringify(entries));
  const sources = globSync('server/**/*.py', { cwd: ROOT }).sort().map((name) => readFileSync(resolve(ROOT, name)));
  for (const source of sources) if (source.includes('script-src')) state.update(source);
  return state.digest('hex').slice(0, 12);
}
