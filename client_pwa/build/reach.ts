/* Pure: which files of a build a page can come to load. Owns no judgement about them. */
import type { Rolldown } from 'vite';

export type Bundle = Rolldown.OutputBundle;

/** Files that the entries load at once, and those that they load later by `import()` unless `leave` says no to the
    module that such a file begins with (an absolute path, or `\0virtual:…`). Their pictures come along, and the one style
    sheet, which belongs to no chunk. */
export function filesReached(bundle: Bundle, leave: (module: string) => boolean): Set<string> {
  const reached = new Set<string>();
  const open = Object.values(bundle).filter((file) => file.type === 'chunk' && file.isEntry).map((file) => file.fileName);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = bundle[name];
    if (reached.has(name) || !file) continue;
    reached.add(name);
    if (file.type !== 'chunk') continue;
    open.push(...file.imports, ...file.dynamicImports.filter((later) => !leave(beginning(bundle, later))));
    for (const picture of file.viteMetadata?.importedAssets ?? []) reached.add(picture);
  }
  for (const name of Object.keys(bundle)) if (name.endsWith('.css')) reached.add(name);
  return reached;
}

function beginning(bundle: Bundle, name: string): string {
  const file = bundle[name];
  return file?.type === 'chunk' ? (file.facadeModuleId ?? '') : '';
}
