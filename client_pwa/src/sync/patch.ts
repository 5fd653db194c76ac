// Patches by path: making one from what was seen and what is there now, and laying one over a record. Pure.
import type { Body, Value } from './records.ts';
import { fieldSpec, type FieldSpec, entitySpec, isList } from './schema.ts';
import { cleanValue, same } from './values.ts';

export type Values = Readonly<Record<string, Value>>;

/** New values, what was seen (both by path: `field` or `list/<id>/<column>`), and what joins or leaves a list. */
export interface Patch {
  set: Values;
  was: Values;
  add: Readonly<Record<string, readonly Value[]>>;
  del: Readonly<Record<string, readonly string[]>>;
}

export const NO_PATCH: Patch = { set: {}, was: {}, add: {}, del: {} };

type Open = { set: Record<string, Value>; was: Record<string, Value>; add: Record<string, Value[]>; del: Record<string, string[]> };
type Row = readonly Value[];

/** A value as it may stand in a record: cleaned, and empty text is nothing. */
export function settled(value: Value | undefined): Value {
  const cleaned = cleanValue(value ?? null);
  return cleaned === '' ? null : cleaned;
}

/** Whether a patch changes nothing. */
export function isEmpty(patch: Patch): boolean {
  return [patch.set, patch.add, patch.del].every((part) => Object.keys(part).length === 0);
}

/**
 * The patch that turns what was seen into what is there now. Fields that stay the same are left out, but an atomic
 * group goes whole: one changed end of a pair of dates carries the other, as it was seen.
 */
export function patchBetween(entity: string, was: Values, now: Values): Patch {
  const patch: Open = { set: {}, was: {}, add: {}, del: {} };
  for (const field of entitySpec(entity).fields) {
    if (!(field.name in now)) continue;
    const seen = settled(was[field.name]);
    const next = settled(now[field.name]);
    if (field.type === 'items') itemsBetween(patch, field, rows(seen), rows(next));
    else if (field.type === 'ids') idsBetween(patch, field.name, ids(seen), ids(next));
    else if (!same(seen, next)) put(patch, field.name, seen, next);
  }
  completeGroups(patch, entity, was, now);
  return patch;
}

function put(patch: Open, path: string, seen: Value, next: Value): void {
  patch.set[path] = next;
  if (seen !== null) patch.was[path] = seen;
}

function completeGroups(patch: Open, entity: string, was: Values, now: Values): void {
  for (const { name } of grouped(entity, Object.keys(patch.set))) {
    if (!(name in patch.set) && name in was) put(patch, name, settled(was[name]), settled(now[name] ?? was[name]));
  }
}

/** The fields of the atomic groups that these paths touch. */
function grouped(entity: string, paths: readonly string[]): FieldSpec[] {
  const { fields } = entitySpec(entity);
  const groups = fields.filter((field) => field.group && paths.includes(field.name)).map((field) => field.group);
  return fields.filter((field) => groups.includes(field.group));
}

function idsBetween(patch: Open, name: string, seen: string[], next: string[]): void {
  const joined = next.filter((id) => !seen.includes(id));
  const left = seen.filter((id) => !next.includes(id));
  if (joined.length) patch.add[name] = joined;
  if (left.length) patch.del[name] = left;
}

function itemsBetween(patch: Open, field: FieldSpec, seen: Row[], next: Row[]): void {
  const before = new Map(seen.map((row) => [String(row[0]), row]));
  const after = new Set(next.map((row) => String(row[0])));
  const joined = next.filter((row) => !before.has(String(row[0])));
  const left = [...before.keys()].filter((id) => !after.has(id));
  if (joined.length) patch.add[field.name] = joined.map((row) => row.map(settled));
  if (left.length) patch.del[field.name] = left;
  for (const id of left) seenColumns(patch, field, before.get(id) ?? []);
  for (const row of next) columnsBetween(patch, field, before.get(String(row[0])), row);
}

/** What stood in an item that is taken away: if somebody changed it unseen, it is not lost silently. */
function seenColumns(patch: Open, field: FieldSpec, seen: Row): void {
  field.columns.forEach((column, at) => {
    const was = settled(seen[at]);
    if (at > 0 && was !== null) patch.was[`${field.name}/${String(seen[0])}/${column}`] = was;
  });
}

function columnsBetween(patch: Open, field: FieldSpec, seen: Row | undefined, next: Row): void {
  if (!seen) return;
  field.columns.forEach((column, at) => {
    const [was, now] = [settled(seen[at]), settled(next[at])];
    if (!same(was, now)) put(patch, `${field.name}/${String(next[0])}/${column}`, was, now);
  });
}

/** The record with the patch laid over it. Fields that the entity does not have are left out. */
export function applyPatch(entity: string, body: Body, patch: Patch): Body {
  const next: Record<string, Value> = { ...body };
  for (const [path, value] of Object.entries(patch.set)) setPath(entity, next, path, value);
  for (const [name, gone] of Object.entries(patch.del)) dropFrom(entity, next, name, gone);
  for (const [name, more] of Object.entries(patch.add)) addTo(entity, next, name, more);
  return next;
}

/**
 * The patch but for the places that a later one speaks of. A value that was set to what was seen is no word of it; an
 * atomic group goes whole.
 */
export function without(entity: string, patch: Patch, later: Patch): Patch {
  const changed = Object.keys(later.set).filter((path) => !same(later.set[path], later.was[path]));
  const anew = [...changed, ...grouped(entity, changed).map((field) => field.name)];
  const left = <T extends Value>(lists: Readonly<Record<string, readonly T[]>>) =>
    mapped(lists, (name, list) => list.filter((entry) => ![...(later.add[name] ?? []), ...(later.del[name] ?? [])].map(idOf).includes(idOf(entry))));
  return { ...patch, set: Object.fromEntries(Object.entries(patch.set).filter(([path]) => !anew.includes(path))), add: left(patch.add), del: left(patch.del) };
}

function mapped<T>(lists: Readonly<Record<string, T>>, change: (name: string, list: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, change(name, list)]));
}

function setPath(entity: string, body: Record<string, Value>, path: string, value: Value): void {
  const [name = '', id, column] = path.split('/');
  const field = fieldSpec(entity, name);
  if (!field) return;
  if (id === undefined) body[name] = value;
  else if (column !== undefined) setColumn(body, field, { id, column, value });
}

function setColumn(body: Record<string, Value>, field: FieldSpec, to: { id: string; column: string; value: Value }): void {
  const at = field.columns.indexOf(to.column);
  if (at < 0) return;
  body[field.name] = rows(body[field.name]).map((row) => (row[0] === to.id ? field.columns.map((_, i) => (i === at ? to.value : (row[i] ?? null))) : row));
}

function dropFrom(entity: string, body: Record<string, Value>, name: string, gone: readonly string[]): void {
  const field = fieldSpec(entity, name);
  if (field && isList(field)) body[name] = list(body[name]).filter((entry) => !gone.includes(idOf(entry)));
}

function addTo(entity: string, body: Record<string, Value>, name: string, more: readonly Value[]): void {
  const field = fieldSpec(entity, name);
  if (!field || !isList(field)) return;
  const before = list(body[name]);
  const known = new Set(before.map(idOf));
  const fresh = more.filter((entry) => !known.has(idOf(entry)) && known.add(idOf(entry)));
  body[name] = [...before, ...fresh];
}

function idOf(entry: Value): string {
  return String(Array.isArray(entry) ? entry[0] : entry);
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

function rows(value: Value | undefined): Row[] {
  return list(value) as unknown as Row[];
}

function ids(value: Value | undefined): string[] {
  return list(value) as string[];
}
