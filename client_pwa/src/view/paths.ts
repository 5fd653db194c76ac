/* Address patterns: `/visits/:id`. Pure; the history and the screens are router.svelte.ts. */

export type Params = Readonly<Record<string, string>>;

/** The values of the pattern's `:names` in `path`, null when it does not fit. A trailing slash does not matter. */
export function matchPath(pattern: string, path: string): Params | null {
  const [wanted, given] = [parts(pattern), parts(path)];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = decoded(given[at] ?? '');
    if (value === null) return null;
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

/** The first of `routes` that fits, with its parameters; null when none does. */
export function findRoute<R extends { path: string }>(routes: readonly R[], path: string): { route: R; params: Params } | null {
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Null for an address that is no UTF-8: a mistyped link is "not found", not a crash. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
