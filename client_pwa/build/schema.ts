/* Vite plugin: of the lists shared with the office (src/sync/schema.json) the app carries the kinds of record and of
   operation alone, and of those what src/sync/schema.ts reads and cannot fill in itself; the rest is for the office, for
   tests and for reading. */
import type { Plugin } from 'vite';

interface Field {
  name: string;
  type: string;
  group?: string;
  columns?: string[];
  limit?: number;
}
interface Kind {
  name: string;
  schema: number;
  patch_entity: string | null;
  arguments: { name: string }[];
  patches: string[];
}
interface Shared {
  entities: { name: string; schema: number; fields: Field[] }[];
  kinds: Kind[];
}

/** What the office enters from its lists: no phone writes it, so no phone asks for its arguments. */
const ENTERED = /\.enter$/;
/** The types that code asks after: texts and lists, which have a length. */
const ASKED = new Set(['words', 'line', 'ids', 'items']);

export function slimSchema(): Plugin {
  return {
    name: 'diaban-slim-schema',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/sync/schema.json')) return null;
      const shared = JSON.parse(code) as Shared;
      const entities = shared.entities.map((entity) => ({ ...entity, fields: entity.fields.map(slimField) }));
      return { code: JSON.stringify({ entities, kinds: shared.kinds.map(slimKind) }), map: null };
    },
  };
}

function slimField({ name, type, group, columns, limit }: Field): object | string {
  return group || columns || ASKED.has(type) ? { name, group, columns, ...(ASKED.has(type) && { type, limit }) } : name;
}

function slimKind({ name, schema, patch_entity, arguments: args, patches }: Kind): object {
  const said = args.length > 0 && { arguments: args.map(({ name }) => name) };
  const patched = patches.length > 0 && { patches, patch_entity };
  return { name, ...(schema > 1 && { schema }), ...(!ENTERED.test(name) && { ...said, ...patched }) };
}
