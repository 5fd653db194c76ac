/* Which modules travel together. Left alone, each set of screens that shares a module gets a file of its own: forty small
   files, a fifth heavier together under compression, each a request. So what every first paint needs is one file, what
   Today needs besides is another, and all screens of the field are a third, which the worker has fetched before it is
   asked for. The sending side stays apart. */
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const MAIN = resolve(import.meta.dirname, '../src/main.ts');
/** The first screen of a cadre and a contact, and the part of it that comes when something is asked of them. */
export const TODAY = ['today/Today.svelte', 'feedback/FeedbackToday.svelte'].map((name) => resolve(import.meta.dirname, '../src/features', name));
/** What sends and pulls is no screen's: it comes after the first paint. */
const SENDING = resolve(import.meta.dirname, '../src/store/rhythm.ts');
/** Without the parts of Today, which must not bring all other screens along. */
const OF_SCREENS = /\/src\/(ui|view|features\/\w+)\/(?!\w*Today\.svelte)/;
const OFFICE = /\/src\/(gallery|features\/(administration|review))\//;

interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

/** Rolldown's groups for one build. */
export function chunkGroups() {
  return [
    { ...together('start', [MAIN]), priority: 4 },
    { ...together('today', TODAY), priority: 3 },
    { ...together('sending', [SENDING]), priority: 2 },
    { debugName: 'field', name: (id: string) => (OF_SCREENS.test(id) && !OFFICE.test(id) ? 'field' : null), priority: 1 },
  ];
}

/** All that these modules import, in one file; they themselves stay, as what `import()` names. */
function together(file: string, entries: readonly string[]) {
  let imported: Set<string> | undefined;
  const name = (id: string, modules: Modules): string | null => {
    imported ??= importedBy(entries, modules);
    return imported.has(id) && !entries.includes(id) ? file : null;
  };
  return { debugName: file, name };
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

/** The modules and all that they import, not what they import later. */
function importedBy(entries: readonly string[], modules: Modules): Set<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const about = modules.getModuleInfo(id);
    if (found.has(id) || !about) continue;
    found.add(id);
    open.push(...about.importedIds);
  }
  return found;
}
