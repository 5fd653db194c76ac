/* Vite plugin: of the lists shared with the office (src/sync/schema.json) the app carries the kinds of record and of
   operation alone; limits and codes are for tests and for reading. */
import type { Plugin } from 'vite';

interface Shared {
  entities: unknown[];
  kinds: unknown[];
}

export function slimSchema(): Plugin {
  return {
    name: 'diaban-slim-schema',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/sync/schema.json')) return null;
      const { entities, kinds } = JSON.parse(code) as Shared;
      return { code: JSON.stringify({ entities, kinds }), map: null };
    },
  };
}
