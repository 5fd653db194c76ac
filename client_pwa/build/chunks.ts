/* Which modules travel together. Left alone, each set of screens that shares a module gets a file of its own: sixty
   small files, a tenth heavier together under compression, each a request. So what every first paint needs is one file,
   what Today needs besides is another, what many screens share a third; the rest goes with the screen that needs it. */
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const MAIN = resolve(import.meta.dirname, '../src/main.ts');
const TODAY = resolve(import.meta.dirname, '../src/features/today/Today.svelte');
/** The sending side is no screen's: it is fetched after the first paint, in one piece of its own. */
const OF_SCREENS = /\/src\/(ui|view|features)\//;
const OFFICE = /\/src\/(gallery|features\/administration)\//;
/** Fewer sharers, and screens would load what they do not need; measured: 2 → +8 KB for a list, 6 → +1 KB in all. */
const SHARED_BY_AT_LEAST = 4;

interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

/** Rolldown's groups for one build. */
export function chunkGroups() {
  let started: Set<string> | undefined;
  let today: Set<string> | undefined;
  const atStart = (id: string, modules: Modules): boolean => {
    started ??= importedBy(MAIN, modules);
    return id !== MAIN && started.has(id);
  };
  const forToday = (id: string, modules: Modules): boolean => {
    today ??= importedBy(TODAY, modules);
    return id !== TODAY && today.has(id);
  };
  return [
    { debugName: 'start', name: (id: string, modules: Modules) => (atStart(id, modules) ? 'start' : null), priority: 3 },
    { debugName: 'today', name: (id: string, modules: Modules) => (forToday(id, modules) ? 'today' : null), priority: 2 },
    {
      debugName: 'shared',
      name: (id: string) => (OF_SCREENS.test(id) && !OFFICE.test(id) ? 'shared' : null),
      priority: 1,
      minShareCount: SHARED_BY_AT_LEAST,
    },
  ];
}

/** Names the files that the first one imports in the page itself: else a slow network waits once more for each. */
export function preloadStart(): Plugin {
  return {
    name: 'diaban-preload-start',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const entries = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk').filter((file) => file.isEntry);
        const links = entries.flatMap((entry) => entry.imports).map((name) => ({ rel: 'modulepreload', crossorigin: true, href: `/${name}` }));
        return links.map((attrs) => ({ tag: 'link', attrs, injectTo: 'head' as const }));
      },
    },
  };
}

/** The module and all that it imports, not what it imports later. */
function importedBy(entry: string, modules: Modules): Set<string> {
  const found = new Set<string>();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const about = modules.getModuleInfo(id);
    if (found.has(id) || !about) continue;
    found.add(id);
    open.push(...about.importedIds);
  }
  return found;
}
