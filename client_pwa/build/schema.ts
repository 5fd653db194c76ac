/* Vite plugin: of the lists shared with the office (src/sync/schema.json) the app carries the kinds of record and of
   operation alone, and of those what src/sync/schema.ts reads; the rest is for the office, for tests and for reading. */
import type { Plugin } from 'vite';

interface Shared {
  entities: { fields: Record<string, unknown>[] }[];
  kinds: { name: string; arguments: { name: string }[] }[];
}

/** What the office enters from its lists: no phone writes it, so no phone asks for its arguments. */
const ENTERED = /\.enter$/;

export function slimSchema(): Plugin {
  return {
    name: 'diaban-slim-schema',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/sync/schema.json')) return null;
      const shared = JSON.parse(code) as Shared;
      const entities = shared.entities.map((entity) => ({ ...entity, fields: entity.fields.map(({ policy: _, ...field }) => field) }));
      const kinds = shared.kinds.map((kind) => ({ ...kind, arguments: ENTERED.test(kind.name) ? [] : kind.arguments.map(({ name }) => ({ name })) }));
      return { code: JSON.stringify({ entities, kinds }), map: null };
    },
  };
}
