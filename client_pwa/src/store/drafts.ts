// The draft being written. Every touch is saved, the latest value waits while one save is on its way, and no op is made
// by typing: what was typed since the last op stands in a row of its own, with what was seen at the first touch.
import { draftContent } from '../features/visits/overlay.ts';
import { family, type Op } from '../sync/operations.ts';
import type { LocalDraft } from '../sync/overlay.ts';
import { isEmpty, type Patch, patchBetween, type Values } from '../sync/patch.ts';
import type { Body, DraftContent, Role, Value } from '../sync/records.ts';
import { entitySpec, fieldSpec, kindSpec, toWire } from '../sync/schema.ts';
import { digest } from '../sync/values.ts';
import { commit, reading } from './commit.ts';
import { goWith } from './going.ts';
import { here } from './here.ts';
import { patchOver, put } from './intents.ts';
import { viewOf } from './project.ts';
import type { Step } from './step.ts';
import type { Store } from './store.ts';

/** How the saving of a draft goes; `failed` when the browser did not keep it (its memory may be full). */
export interface Saving {
  savedAt: number | null;
  failed: boolean;
}

type Edits = Map<string, Record<string, Value>>;
interface Desk {
  waiting: Edits;
  /** What stood in a field that waits, before its first touch. */
  seen: Edits;
  running: Promise<void> | null;
  states: Map<string, Saving>;
}
const desks = new WeakMap<Store, Desk>();
const ears = new Set<(id: string, saving: Saving) => void>();

function deskOf(store: Store): Desk {
  const desk = desks.get(store) ?? { waiting: new Map(), seen: new Map(), running: null, states: new Map() };
  desks.set(store, desk);
  return desk;
}

/** Begins a draft and answers its id at once; the words given are on their way to the disk. */
export function create(initial: Partial<DraftContent>, store: Store = here()): string {
  const id = store.ports.newId();
  edit(id, initial, store);
  return id;
}

/**
 * Keeps what stands in some fields now. Returns at once; `flush` waits for the disk. `seen`: what stood in them before,
 * where that may be older than what the store holds, since nothing is written into a field while a person is in it.
 */
export function edit(id: string, patch: Partial<DraftContent>, store: Store = here(), seen: Partial<DraftContent> = {}): void {
  const desk = deskOf(store);
  desk.waiting.set(id, { ...desk.waiting.get(id), ...wired(patch) });
  desk.seen.set(id, { ...wired(seen), ...desk.seen.get(id) });
  begin(store, desk).catch(() => undefined); // told by onSaved, and thrown by flush
}

function wired(content: Partial<DraftContent>): Record<string, Value> {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, toWire('draft', name, value)]));
}

/** Waits until everything typed so far is on the disk. Throws NotSaved when some of it was not kept. */
export async function flush(store: Store = here()): Promise<void> {
  const desk = deskOf(store);
  await (desk.waiting.size ? begin(store, desk) : desk.running);
}

function begin(store: Store, desk: Desk): Promise<void> {
  desk.running ??= saveAll(store, desk);
  return desk.running;
}

async function saveAll(store: Store, desk: Desk): Promise<void> {
  await Promise.resolve(); // touches of one moment are one save
  try {
    while (desk.waiting.size) await saveWaiting(store, desk);
  } finally {
    desk.running = null;
  }
}

async function saveWaiting(store: Store, desk: Desk): Promise<void> {
  const { waiting: taken, seen } = desk;
  [desk.waiting, desk.seen] = [new Map(), new Map()];
  try {
    const at = await commit(store, (step) => keepTyped(step, { taken, seen }, store));
    for (const id of taken.keys()) say(desk, id, { savedAt: at, failed: false });
  } catch (error) {
    // What was not kept waits for the next touch or the next flush; newer touches win over it.
    for (const [id, values] of taken) desk.waiting.set(id, { ...values, ...desk.waiting.get(id) });
    for (const [id, values] of seen) desk.seen.set(id, { ...desk.seen.get(id), ...values });
    for (const id of taken.keys()) say(desk, id, { savedAt: desk.states.get(id)?.savedAt ?? null, failed: true });
    throw error;
  }
}

function say(desk: Desk, id: string, saving: Saving): void {
  desk.states.set(id, saving);
  for (const ear of ears) ear(id, saving);
}

/** Is told whenever a draft was saved, or could not be. Answers how to stop it. */
export function onSaved(ear: (id: string, saving: Saving) => void): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

/** When the draft was last saved since this page was opened, ms; null when it was not. */
export function savedAt(id: string, store: Store = here()): number | null {
  return deskOf(store).states.get(id)?.savedAt ?? null;
}

async function keepTyped(step: Step, { taken, seen }: { taken: Edits; seen: Edits }, store: Store): Promise<number> {
  const at = store.ports.now();
  for (const [id, values] of taken) await touch(step, { id, values, at, seen: seen.get(id) ?? {} }, store);
  return at;
}

/** Lays values over a draft within a step, with what was seen at the first touch. */
export async function touch(step: Step, to: { id: string; values: Values; at: number; seen?: Values }, store: Store): Promise<void> {
  const local = (await step.get<LocalDraft>('draft', to.id)) ?? { id: to.id, was: {}, now: {}, touched: to.at };
  const seen = { ...(await seenNow(step, to.id, store.person)), ...to.seen };
  const firsts = withGroups(Object.keys(to.values)).filter((name) => !(name in local.was));
  const was = { ...local.was, ...Object.fromEntries(firsts.map((name) => [name, seen[name] ?? null])) };
  step.putLocal(to.id, { id: to.id, was, now: { ...local.now, ...to.values }, touched: to.at });
}

/** Fields that merge only together are seen together. */
function withGroups(names: readonly string[]): string[] {
  const groups = new Set(names.map((name) => fieldSpec('draft', name)?.group).filter((group) => group));
  const partners = entitySpec('draft').fields.filter((field) => groups.has(field.group)).map((field) => field.name);
  return [...new Set([...names, ...partners])];
}

async function seenNow(step: Step, id: string, me: string): Promise<Body> {
  const { desk } = await viewOf(step, [`visit/${id}`], me);
  return draftContent(desk, id);
}

/** What was typed since the last op, taken out of its row to be carried by an op; null when nothing was. */
async function takeTyped(step: Step, id: string): Promise<Patch | null> {
  const local = await step.get<LocalDraft>('draft', id);
  if (!local) return null;
  step.putLocal(id, null);
  const patch = patchBetween('draft', local.was, local.now);
  return isEmpty(patch) ? null : patch;
}

/** Makes an op of what was typed in each draft since the last, so that the person's other device gets it. */
export async function carryTyped(step: Step, store: Store): Promise<void> {
  const typed = await step.getAll<LocalDraft>('draft');
  for (const id of typed.keys()) await carryOne(step, String(id), store);
}

async function carryOne(step: Step, id: string, store: Store): Promise<void> {
  const role = await roleOf(step, id, store);
  const { local, refused, again } = await refusedWords(step, id, { kind: 'draft.save', store });
  const typed = await takeTyped(step, id);
  // Words that were refused go on as a draft as soon as their writer goes on writing.
  const patch = local && refused.length ? again : typed;
  if (!patch) return;
  for (const op of refused) step.dropOp(op);
  await put(step, intent('draft.save', id, { patch, role, supersedes: supersededBy(refused) }), store);
}

/** The refused ops that carried words of a draft, and the patch that says these again with what was typed since. */
async function refusedWords(step: Step, id: string, of: { kind: string; store: Store }): Promise<{ local: boolean; refused: Op[]; again: Patch }> {
  const { desk, ops } = await viewOf(step, [`visit/${id}`], of.store.person);
  const local = await step.get<LocalDraft>('draft', id);
  const refused = ops.filter((op) => op.state === 'refused' && op.id === id && kindSpec(op.kind).patchEntity === 'draft');
  const content = draftContent(desk, id);
  return { local: local !== undefined, refused, again: patchOver(of.kind, content, refused, { ...content, ...local?.was }) };
}

async function roleOf(step: Step, id: string, store: Store): Promise<Role> {
  return ((await seenNow(step, id, store.person))['role'] as Role | null) ?? 'cadre';
}

function intent(kind: string, id: string, carried: { patch?: Patch; role: Role; args?: Values; supersedes?: string[] }) {
  const { patch = { set: {}, was: {}, add: {}, del: {} }, role, args = {}, supersedes = [] } = carried;
  return { kind, id, role, args, patch, supersedes };
}

/**
 * Sends the report: one op that carries the last words typed and names its round. What the office refused before is
 * replaced by it. Answers its op_id once it is on the disk. Throws NotSaved.
 */
export async function submit(id: string, role: Role, store: Store = here()): Promise<string> {
  await flush(store);
  return commit(store, async (step) => {
    const { desk, ops } = await viewOf(step, [`visit/${id}`], store.person);
    const refused = ops.filter((op) => op.state === 'refused' && op.id === id && family(kindSpec(op.kind).entity) === 'visit');
    const before = ops.filter((op) => op.kind === 'visit.submit').at(-1);
    // A second tap on the button: it is sent already, and nothing was written since.
    if (before && !desk.get('draft', id)) return before.op_id;
    const { again } = await refusedWords(step, id, { kind: 'visit.submit', store });
    const typed = await takeTyped(step, id);
    const patch = refused.length ? again : (typed ?? undefined);
    for (const op of refused) step.dropOp(op);
    const round = Number(desk.get('visit', id)?.['round'] ?? 0) + 1;
    const supersedes = supersededBy(refused);
    await goWith(step, id, true);
    return put(step, intent('visit.submit', id, { ...(patch && { patch }), role, args: { round }, supersedes }), store);
  }).finally(() => store.tell({ kind: 'ask' }));
}

function supersededBy(refused: readonly Op[]): string[] {
  return refused.flatMap((op) => [...op.supersedes, op.op_id]);
}

/** The digest of a draft's content, as the office computes it. */
export function digestOf(body: Body): Promise<string> {
  return digest(kindSpec('draft.save').patches.map((name) => body[name] ?? null));
}

/** Deletes a draft; it can be restored for 30 days. Answers once that is on the disk. Throws NotSaved. */
export async function remove(id: string, store: Store = here()): Promise<void> {
  await flush(store);
  await commit(store, async (step) => {
    await carryOne(step, id, store);
    const role = await roleOf(step, id, store);
    const seen = await digestOf(await seenNow(step, id, store.person));
    await put(step, intent('draft.delete', id, { role, args: { seen } }), store);
  });
}

/** Brings a deleted draft back: takes the deletion back while it is unsent, else says so to the office. */
export function restore(id: string, store: Store = here()): Promise<void> {
  return commit(store, async (step) => {
    const { ops } = await viewOf(step, [`visit/${id}`], store.person);
    const unsent = ops.find((op) => op.kind === 'draft.delete' && op.state === 'intent');
    if (unsent) return step.dropOp(unsent);
    await put(step, intent('draft.restore', id, { role: await roleOf(step, id, store) }), store);
  });
}

/** A draft's content as it stands on the screen, in wire form. */
export function contentOf(id: string, store: Store = here()): Promise<Body> {
  return seenNow(reading(store), id, store.person);
}
