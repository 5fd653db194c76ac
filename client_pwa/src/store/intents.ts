// What a person does, as operations of the outbox. Each is one transaction; it is said once it is on the disk.
import { family, type Intent, isUnsent, newOp, type Op } from '../sync/operations.ts';
import { applyPatch, NO_PATCH, type Patch, patchBetween, settled, type Values } from '../sync/patch.ts';
import type { Body, Role } from '../sync/records.ts';
import { kindSpec, toWire } from '../sync/schema.ts';
import { same } from '../sync/values.ts';
import { draftContent } from '../features/visits/overlay.ts';
import { commit, reading } from './commit.ts';
import { goWith } from './going.ts';
import { here } from './here.ts';
import { viewOf } from './project.ts';
import type { Step } from './step.ts';
import type { Store } from './store.ts';

/** What an op carries. `set`, `add`: records' fields as screens know them. `was`: what the person saw, by field. */
export interface Content {
  args?: Values;
  set?: Readonly<Record<string, unknown>>;
  was?: Readonly<Record<string, unknown>>;
  add?: Readonly<Record<string, readonly unknown[]>>;
  del?: Readonly<Record<string, readonly string[]>>;
  supersedes?: readonly string[];
}

/** Keeps what was done, for sending. Answers its op_id once it is on the disk. Throws NotSaved. */
export function say(kind: string, id: string, content: Content, role: Role, store: Store = here()): Promise<string> {
  const intent = { kind, id, role, args: content.args ?? {}, patch: patchOf(kind, content), supersedes: content.supersedes ?? [] };
  return commit(store, async (step) => {
    const opId = await put(step, intent, store);
    if (intent.args['photos']) await goWith(step, id, true);
    return opId;
  }).finally(() => store.tell({ kind: 'ask' }));
}

/** Adds an intent to the step. Answers its op_id. */
export async function put(step: Step, intent: Intent, store: Store): Promise<string> {
  const { seq } = await step.changeMeta({ seq: (await step.meta()).seq + 1 });
  const op = newOp(intent, { op_id: store.ports.newId(), seq, at: store.ports.now() });
  step.putOp(op);
  return op.op_id;
}

/** Takes back what was said. False once it has been sealed for sending: then another op must undo it. */
export function unsay(opId: string, store: Store = here()): Promise<boolean> {
  return commit(store, async (step) => {
    const op = (await step.allOps()).find((one) => one.op_id === opId);
    if (op?.state !== 'intent') return false;
    await dropOne(step, op);
    return true;
  });
}

/** Everything that has not left this phone's outbox: what waits, what the office holds, and what it refused. */
export function waitingOps(store: Store = here()): Promise<Op[]> {
  return reading(store).allOps();
}

/**
 * Says a refused op again, as one new op that replaces it and those refused behind it on the same thing. `content`
 * is what the person made of it; without it, all that was written is said again.
 */
export function resend(opId: string, role: Role, content: Content | null = null, store: Store = here()): Promise<string> {
  return commit(store, async (step) => {
    const refused = (await step.allOps()).find((op) => op.op_id === opId);
    if (!refused) throw new Error('no such op');
    const behind = (await step.allOps()).filter((op) => op.problem?.depends === opId || op.op_id === opId);
    const patch = content ? patchOf(refused.kind, content) : await wholePatch(step, refused, store.person);
    for (const op of behind) step.dropOp(op);
    const supersedes = [...new Set(behind.flatMap((op) => [...op.supersedes, op.op_id]))];
    const { kind, id } = refused;
    return put(step, { kind, id, role, args: { ...refused.args, ...content?.args }, patch, supersedes }, store);
  }).finally(() => store.tell({ kind: 'ask' }));
}

/** Lets a refused op go for good. Its words are not kept. */
export function drop(opId: string, store: Store = here()): Promise<void> {
  return commit(store, async (step) => {
    const op = (await step.allOps()).find((one) => one.op_id === opId);
    if (op && !isUnsent(op)) await dropOne(step, op);
  });
}

/** An op that goes takes the sending of its report's photos with it. */
async function dropOne(step: Step, op: Op): Promise<void> {
  step.dropOp(op);
  if (op.kind === 'visit.submit' || op.args['photos']) await goWith(step, op.id, false);
}

/** All that stands on the screen of what the op patches, against what stood there before the refused words. */
async function wholePatch(step: Step, op: Op, me: string): Promise<Patch> {
  const { patchEntity, entity, patches } = kindSpec(op.kind);
  if (patches.length === 0) return NO_PATCH;
  const { desk, ops } = await viewOf(step, [`${family(entity)}/${op.id}`], me);
  const body = patchEntity === 'draft' ? draftContent(desk, op.id) : (desk.get(patchEntity, op.id) ?? {});
  return patchOver(op.kind, body, ops.filter((one) => one.state === 'refused' && one.id === op.id));
}

/**
 * The patch that says again what refused ops said, and what was written over it since: from what stood there before
 * them to what stands there now. The office has none of their words.
 */
export function patchOver(kind: string, body: Body, refused: readonly Op[], seen: Body = body): Patch {
  const { patchEntity, patches } = kindSpec(kind);
  const saying = refused.filter((op) => kindSpec(op.kind).patchEntity === patchEntity);
  const before = saying.reduceRight((at, { patch }) => applyPatch(patchEntity, at, undoing(patch)), seen);
  return patchBetween(patchEntity, before, Object.fromEntries(patches.map((name) => [name, body[name] ?? null])));
}

function undoing({ set, was, add }: Patch): Patch {
  const back = Object.keys(set).map((path) => [path, was[path] ?? null]);
  const joined = Object.entries(add).map(([name, rows]) => [name, rows.map((row) => String(Array.isArray(row) ? row[0] : row))]);
  return { set: Object.fromEntries(back), was: {}, add: {}, del: Object.fromEntries(joined) };
}

function patchOf(kind: string, { set = {}, was = {}, add = {}, del = {} }: Content): Patch {
  const { patchEntity: entity, patches } = kindSpec(kind);
  if (patches.length === 0) return NO_PATCH;
  const [next, seen] = [wireAll(entity, set), wireAll(entity, was)];
  const whole = patchBetween(entity, seen, next);
  const paths = Object.keys(next).filter((path) => path.includes('/') && !same(next[path], seen[path]));
  const inLists = Object.fromEntries(paths.map((path) => [path, next[path] ?? null]));
  const seenInLists = Object.fromEntries(paths.flatMap((path) => (seen[path] ? [[path, seen[path]]] : [])));
  const joined = wireAll(entity, add) as Patch['add'];
  return {
    set: { ...whole.set, ...inLists },
    was: { ...whole.was, ...seenInLists },
    add: { ...whole.add, ...joined },
    del: { ...whole.del, ...del },
  };
}

function wireAll(entity: string, values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, settled(toWire(entity, path, value))]));
}
