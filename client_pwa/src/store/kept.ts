// What the office has acknowledged, kept until every backup that it could go back to holds it. Bounded; what belongs to
// a record that is this person's no more goes with it. Steps only; when to send it again is outbox.ts.
import { family, type Op } from '../sync/operations.ts';
import { entitiesOf } from './project.ts';
import type { Step } from './step.ts';

// A year of one person's reports is a tenth of it.
const KEPT_BYTES_MAX = 20_000_000;
// An op is stored with its patch and with its sealed bytes, and a letter of Vietnamese takes two bytes in each.
const BYTES_PER_CHAR = 4;

export interface Kept {
  op: Op;
  epoch: string | null;
}

/** The key begins with the place in the feed, so that the oldest is first; size and record spare reading the value. */
function keyOf(pos: number, op?: Op): string {
  const place = String(pos).padStart(16, '0');
  return op ? `${place}/${op.op_id}/${(op.sealed?.bytes.length ?? 0) * BYTES_PER_CHAR}/${holderOf(op)}` : place;
}

/** The id of the record that holds what was said: the only one of the kind, where the office put it into another. */
function holderOf({ id, kind, writes }: Op): string {
  const [only, more] = writes ?? [];
  return only && !more && kind.startsWith(only[0]) ? only[1] : id;
}

function partOf(key: string, at: number): string {
  return key.split('/')[at] ?? '';
}

async function change(step: Step, size: number, cut = 0): Promise<void> {
  const meta = await step.meta();
  await step.changeMeta({ kept: Math.max(0, meta.kept + size), kept_cut: meta.kept_cut + cut });
}

async function dropKeys(step: Step, keys: readonly string[], cut = 0): Promise<void> {
  if (keys.length === 0) return;
  for (const key of keys) step.del('kept', key);
  await change(step, -keys.reduce((sum, key) => sum + Number(partOf(key, 2)), 0), cut);
}

/** Keeps an op whose last write the phone holds now; `pos` stands in for a place of its own. */
export async function keep(step: Step, op: Op, pos: number): Promise<void> {
  const { epoch } = await step.meta();
  const key = keyOf(op.pos ?? pos, op);
  step.put('kept', key, { op: { ...op, pos: op.pos ?? pos, over: undefined }, epoch } satisfies Kept);
  await change(step, Number(partOf(key, 2)));
}

/** Lets go what every backup holds. */
export async function letGo(step: Step, safePos: number): Promise<void> {
  const limit = keyOf(safePos + 1);
  await dropKeys(step, (await step.keys('kept')).filter((key) => key < limit));
}

/** Lets the oldest go when there is too much: a tenth at once, and how many is told. */
export async function bound(step: Step, bytesMax: number = KEPT_BYTES_MAX): Promise<void> {
  let left = (await step.meta()).kept;
  if (left <= bytesMax) return;
  const old: string[] = [];
  for (const key of await step.keys('kept')) {
    if (left <= bytesMax * 0.9) break;
    left -= Number(partOf(key, 2));
    old.push(key);
  }
  await dropKeys(step, old, old.length);
}

/** What was said about records that are not on this phone any more goes, too. */
export async function forgetGone(step: Step, gone: readonly (readonly [entity: string, id: string])[]): Promise<void> {
  const keys = gone.length ? await step.keys('kept') : [];
  if (keys.length === 0) return;
  const lost = new Set<string>();
  for (const [entity, id] of gone) {
    const names = entitiesOf(`${family(entity)}/${id}`).map((name) => `${name}/${id}`);
    if ((await step.getMany('row', names)).every((row) => row === undefined)) lost.add(id);
  }
  await dropKeys(step, keys.filter((key) => lost.has(partOf(key, 3))));
}

/** What is kept of places beyond one, in the office's order, taken out of the keeping. */
export async function takeAbove(step: Step, pos: number): Promise<Kept[]> {
  const first = keyOf(pos + 1);
  const keys = (await step.keys('kept')).filter((key) => key >= first);
  const found = await step.getMany<Kept>('kept', keys);
  await dropKeys(step, keys);
  return found.filter((one) => one !== undefined);
}
