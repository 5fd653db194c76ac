/* Which modules travel together. Left alone, each set of screens that shares a module gets a file of its own: forty small
   files, a fifth heavier together under compression, each a request. So what the first paint needs is one file, Today
   included, and all else of the field is another: its screens and what sends and pulls, which come after the first paint. */
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const SRC = resolve(import.meta.dirname, '../src');
const MAIN = resolve(SRC, 'main.ts');
/** What the first paint is followed by: the sending side, and the screens. */
const LATER = ['store/later.ts', 'features/field.ts'].map((name) => resolve(SRC, name));
/** What a phone shows when something has gone wrong or needs a person, and what a first paste needs: each is fetched when
    it is needed. */
export const TROUBLES = /\/src\/(features\/troubles\/|ui\/past(ed|ing)\.ts$)/;
/** Screens of the office, and what of the words only they use: no phone in the field has to fetch them. */
export const OFFICE = /\/src\/(gallery|features\/(administration|earlier|imports|review|reports|(duty|indicators|invitations|reminders)\/keeping))\/|virtual:words\/\w+\/(administration|imports|outbox)$/;

/** Screens of the systems beside visits and feedback: whoever works in one fetches it when it is first opened. */
export const SYSTEMS = /\/src\/features\/(acknowledgements|area|duty|exchange|indicators|invitations|measures|reminders|tasks|changes)\/|virtual:words\/\w+\/(area|asking|duty|exchange|inbox|indicators|invitations|measures|reminders|tasks|changes)$/;

interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

/** Rolldown's groups for one build. */
export function chunkGroups() {
  return [
    { ...together('start', [MAIN]), priority: 2 },
    { ...together('field', LATER), priority: 1 },
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
