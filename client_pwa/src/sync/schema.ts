// The lists of kinds, fields and limits, as written from Python into schema.json, and the step between a record in
// wire form and a record as screens see it. No I/O.
import raw from './schema.json' with { type: 'json' };
import type { Body, EntityName, Records, Value } from './records.ts';

export interface FieldSpec {
  name: string;
  type: string;
  policy: string;
  group: string | null;
  columns: string[];
  limit: number;
}
export interface EntitySpec {
  name: string;
  schema: number;
  fields: FieldSpec[];
}
export interface ArgumentSpec {
  name: string;
  type: string;
  required: boolean;
  limit: number;
  columns: string[];
}
export interface KindSpec {
  name: string;
  schema: number;
  entity: string;
  arguments: ArgumentSpec[];
  patches: string[];
}

export const ENTITIES: ReadonlyMap<string, EntitySpec> = new Map(raw.entities.map((entity) => [entity.name, entity]));
export const KINDS: ReadonlyMap<string, KindSpec> = new Map(raw.kinds.map((kind) => [kind.name, kind]));

/** The kind of record of that name. Throws when this build has none: a mistake of ours. */
export function entitySpec(name: string): EntitySpec {
  const spec = ENTITIES.get(name);
  if (!spec) throw new Error(`no such entity: ${name}`);
  return spec;
}

/** The kind of operation of that name. Throws when this build has none: a mistake of ours. */
export function kindSpec(name: string): KindSpec {
  const spec = KINDS.get(name);
  if (!spec) throw new Error(`no such kind of operation: ${name}`);
  return spec;
}

/** The field of an entity, or undefined where this build does not know it. */
export function fieldSpec(entity: string, field: string): FieldSpec | undefined {
  return ENTITIES.get(entity)?.fields.find((spec) => spec.name === field);
}

/** Whether a field is a list (ids or items), so that absent means empty. */
export function isList(field: FieldSpec): boolean {
  return field.type === 'ids' || field.type === 'items';
}

function fieldOut(field: FieldSpec, value: Value | undefined): unknown {
  if (!isList(field)) return value ?? null;
  const rows = Array.isArray(value) ? value : [];
  if (field.type === 'ids') return [...rows];
  return rows.map((row: Value[]) => Object.fromEntries(field.columns.map((name, at) => [name, row[at] ?? null])));
}

/** A record as screens see it: absent is null, lists are never null, items are objects. */
export function toRecord<E extends EntityName>(entity: E, id: string, body: Body): Records[E] {
  const record: Record<string, unknown> = { id };
  for (const field of entitySpec(entity).fields) record[field.name] = fieldOut(field, body[field.name]);
  return record as unknown as Records[E];
}

/** One field's value in wire form: objects become rows in column order. */
export function toWire(entity: string, field: string, value: unknown): Value {
  const spec = fieldSpec(entity, field);
  if (spec?.type !== 'items') return (value ?? null) as Value;
  const items = (value ?? []) as Record<string, Value>[];
  return items.map((item) => spec.columns.map((name) => item[name] ?? null));
}
