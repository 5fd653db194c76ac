// What the office has erased goes from this phone, too: from what is kept for a refill, and a photo's bytes. The rows
// themselves come without the words; what their author typed and never sent stays his. Steps only.
import { type Op, sealedRow } from '../sync/operations.ts';
import type { Patch } from '../sync/patch.ts';
import type { Row } from '../sync/protocol.ts';
import type { Body, Value } from '../sync/records.ts';
import type { Kept } from './kept.ts';
import type { Step } from './step.ts';

// A sign that there was something: what needs a text is still whole. Of a child only its text is one.
const WERE_WORDS = '…';

type Marks = ReadonlyMap<string, number>;

/** Takes out of the keeping what these rows say was erased. */
export async function forgetErased(step: Step, rows: readonly Row[]): Promise<void> {
  const marks = new Map<string, Marks>();
  for (const { entity, id, body } of rows) {
    if (entity === 'attachment' && body['state'] === 'erased') forgetPhoto(step, id);
    const matter = entity === 'review' || entity === 'round' ? String(body['visit']) : id;
    const found = (body['erased'] ?? []) as [string, number][];
    if (found.length > 0 && entity !== 'conflict') marks.set(matter, new Map([...(marks.get(matter) ?? []), ...found]));
  }
  if (marks.size > 0) await cleanKept(step, marks);
}

function forgetPhoto(step: Step, id: string): void {
  step.del('photo', id);
  step.del('blob', id);
}

async function cleanKept(step: Step, marks: ReadonlyMap<string, Marks>): Promise<void> {
  const keys = (await step.keys('kept')).filter((key) => marks.has(String(key).split('/')[3] ?? ''));
  const found = await step.getMany<Kept>('kept', keys);
  for (const [at, key] of keys.entries()) {
    const one = found[at];
    if (one) step.put('kept', key, { ...one, op: await withoutErased(one.op, marks.get(one.op.id) ?? new Map()) });
  }
}

/** The op without words that were erased after it was done. */
export async function withoutErased(op: Op, marks: Marks): Promise<Op> {
  const isHit = (path: string): boolean => [path, path.split('/')[0] ?? ''].some((place) => op.at <= (marks.get(place) ?? -1));
  const patch = cleanPatch(op.patch, isHit);
  const entry = `thread/${String(op.args['entry'])}/text`;
  const args = mapped(op.args, (value, name) => (isHit(name) || (name === 'text' && isHit(entry)) ? standIn(value, name) : value));
  const clean = { ...op, patch, args, writes: op.writes?.map(([entity, id, v, fields]) => [entity, id, v, fields && cleanBody(fields, isHit)] as const) ?? null };
  return { ...clean, sealed: op.sealed && { ...op.sealed, ...(await sealedRow(clean)) } };
}

function cleanPatch({ set, was, add, del }: Patch, isHit: (path: string) => boolean): Patch {
  const kept = mapped(add, (items, name) => items.filter((one) => !isHit(name) && !isHit(`${name}/${String((one as Value[])[0])}/text`)));
  return { set: mapped(set, (value, path) => (isHit(path) ? standIn(value, path) : value)), was: cleanBody(was, isHit), add: kept, del };
}

function cleanBody(body: Body, isHit: (path: string) => boolean): Body {
  return mapped(body, (value, name) => (isHit(name) ? null : value));
}

function standIn(value: Value, path: string): Value {
  return typeof value === 'string' && value && /^[^/]+$|text$/.test(path) ? WERE_WORDS : null;
}

function mapped<T>(of: Readonly<Record<string, T>>, change: (value: T, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value, name)]));
}
