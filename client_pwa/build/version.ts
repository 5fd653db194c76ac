/* The version the app shows: the project's, and a hash of what it is made of. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export function appVersion(): string {
  const version = /^version = "(.+)"$/m.exec(readFileSync(resolve(ROOT, 'pyproject.toml'), 'utf8'))?.[1] ?? '0';
  const state = createHash('sha256');
  const sources = globSync(['client_pwa/{src,build,public}/**/*.*', 'client_pwa/package-lock.json', 'server/words/**/*.ftl'], { cwd: ROOT });
  for (const name of sources.sort()) state.update(name).update(readFileSync(resolve(ROOT, name)));
  return `${version}-${state.digest('hex').slice(0, 8)}`;
}
