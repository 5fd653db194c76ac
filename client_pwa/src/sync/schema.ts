// The lists of kinds, fields and limits, as written from Python into schema.json, and the step between a record in
// wire form and a record as screens see it. No I/O.
import raw from './schema.json' with { type: 'json' };
import type { Body, EntityName, Records, Value } from './records.ts';

export interface FieldSpec {
  name: string;
  type: string;
  group: string | null;
  columns: readonly string[];
  limit: number;
}
export interface EntitySpec {
  name: string;
  schema: number;
  fields: readonly FieldSpec[];
}
export interface KindSpec {
  name: string;
  schema: number;
  /** The record that the op is about … */
  entity: string;
  arguments: readonly string[];
  patches: readonly string[];
  /** … and the one whose fields it patches; empty when it patches none. */
  patchEntity: string;
}

interface Named {
  name: string;
}
interface RawField extends Named {
  type?: string;
  group?: string;
  columns?: string[];
  limit?: number;
}
interface RawKind {
  name: string;
  schema?: number;
  patch_entity?: string | null;
  arguments?: readonly (string | Named)[];
  patches?: string[];
}

// What equals a default is left out of the file: a line's length, no group, no columns; in the app as it is built also
// types that no code asks after, a first schema, and what a kind has none of. What is left with a name alone is that name.
const LINE_MAX = 300;

function named<T extends Named>(one: string | T): T {
  return typeof one === 'string' ? ({ name: one } as T) : one;
}

function fieldOf(field: string | RawField): FieldSpec {
  return { type: '', group: null, columns: [], limit: LINE_MAX, ...named(field) };
}

function kindOf({ patch_entity, arguments: args, ...kind }: RawKind): KindSpec {
  // A kind of operation is named after the kind of record that it is about.
  const [entity] = kind.name.split('.') as [string];
  return { schema: 1, patches: [], entity, ...kind, arguments: (args ?? []).map((one) => named(one).name), patchEntity: patch_entity ?? '' };
}

const entities: { name: string; schema: number; fields: readonly (string | RawField)[] }[] = raw.entities;
export const ENTITIES: ReadonlyMap<string, EntitySpec> = new Map(
  entities.map((entity) => [entity.name, { ...entity, fields: entity.fields.map(fieldOf) }]),
);
export const KINDS: ReadonlyMap<string, KindSpec> = new Map((raw.kinds as RawKind[]).map((kind) => [kind.name, kindOf(kind)]));

/** The kind of record of that name. Throws when this build has none: a mistake of ours. */
export function entitySpec(name: string): EntitySpec {
  const spec = ENTITIES.get(name);
  if (!spec) throw new Error(`no such entity: ${name}`);
  return spec;
}

/** The kind of operation of that name. Throws when this build has none: a mistake of ours. */
export function kindSpec(name: string): KindSpec {
  const spec = KINDS.get(name);
  if (!spec) throw new Error(`no such kind: ${name}`);
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

/** One field's value in wire form: objects become rows in column order; rows stay as they are. */
export function toWire(entity: string, field: string, value: unknown): Value {
  const spec = fieldSpec(entity, field);
  if (spec?.type !== 'items') return (value ?? null) as Value;
  const items = (value ?? []) as (Record<string, Value> | Value[])[];
  return items.map((item) => (Array.isArray(item) ? item : spec.columns.map((name) => item[name] ?? null)));
}
