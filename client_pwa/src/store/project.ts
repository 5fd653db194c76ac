// From confirmed rows, ops and half-typed words to the records on the screen. Reads through the step, writes nothing.
import { family, type Op, saidOf, touchedBy } from '../sync/operations.ts';
import { asOp, layOver, lying, type LocalDraft, MapDesk } from '../sync/overlay.ts';
import type { EntityName, Records } from '../sync/records.ts';
import { toRecord } from '../sync/schema.ts';
import { afterWrite, type Stored } from '../sync/client.ts';
import { type BootRow, CARDS_VERSION, emptyBoot } from './boot.ts';
import { type Meta, newMeta } from './meta.ts';
import { FAMILIES, OVERLAYS } from './registry.ts';
import { type Step, type StoredRow, under } from './step.ts';

/** The records of some things with ops and typed words laid over them, and the ops. */
export interface View {
  desk: MapDesk;
  ops: readonly Op[];
}

/** The kinds of record that stand under a root. */
export function entitiesOf(root: string): readonly EntityName[] {
  const name = root.slice(0, root.indexOf('/'));
  return FAMILIES[name] ?? [name as EntityName];
}

/** The id in a key `kind/id`. */
export function idOf(root: string): string {
  return root.slice(root.indexOf('/') + 1);
}

/** Things that are changed by the same ops belong to one view: a decision changes its visit and makes a review. */
export async function closure(step: Step, roots: Iterable<string>): Promise<Set<string>> {
  const all = new Set(roots);
  for (const op of await step.opsOf(all)) for (const root of touchedBy(op)) all.add(root);
  return all;
}

/** The stored boot row. */
export async function readBoot(step: Step): Promise<BootRow> {
  return (await step.get<BootRow>('meta', 'boot')) ?? emptyBoot(CARDS_VERSION);
}

/**
 * What the screen shows of these things. Another step may be written between two reads: words go from a draft into an op
 * and from there into a row, and are read in that order, so that they are met twice rather than not at all.
 */
export async function viewOf(step: Step, roots: Iterable<string>, me: string): Promise<View> {
  const asked = new Set(roots);
  const local = await localDrafts(step, asked);
  const all = await closure(step, asked);
  local.push(...(await localDrafts(step, [...all].filter((root) => !asked.has(root)))));
  const keys = [...all].flatMap((root) => entitiesOf(root).map((entity) => `${entity}/${idOf(root)}`));
  const ops = await step.opsOf(all);
  // Before the rows: a row that lacks what the place in the feed has come to is taken for gone.
  const meta = ops.some((op) => op.state === 'done' || saidOf(op) === 'conflict') ? await step.meta() : newMeta();
  const stored = await step.getMany<StoredRow>('row', keys);
  const rows = asWritten(new Map(keys.map((key, at) => [key, stored[at]])), ops, meta);
  const desk = new MapDesk([...rows].map(([key, { body }]) => [key, body]));
  const officeOffsetMs = (await readBoot(step)).office?.clock_offset_ms ?? 0;
  const over = lying(ops, meta.sweeping ? 0 : meta.pos);
  layOver(desk, [...over, ...local.map(asOp)], { overlays: OVERLAYS, doer: { me, officeOffsetMs } });
  return { desk, ops };
}

/** The records with what the office has answered of ops whose rows have not come yet: exactly as it wrote them. */
function asWritten(rows: Map<string, StoredRow | undefined>, ops: readonly Op[], meta: Meta): Map<string, Stored> {
  for (const op of ops) {
    // Of a place behind the op: a record that is not there is gone.
    const isPassed = !meta.sweeping && (op.pos ?? 0) <= meta.pos;
    for (const write of (op.state === 'done' && op.writes) || []) {
      const key = `${write[0]}/${write[1]}`;
      const row = rows.get(key) ?? null;
      const isKnown = rows.has(key) && !(isPassed && row === null);
      const next = isKnown ? afterWrite(op, write, under(op, row, meta)) : undefined;
      if (next !== undefined) rows.set(key, next ? { ...next, sweep: meta.sweep } : undefined);
    }
  }
  return new Map([...rows].filter((entry): entry is [string, StoredRow] => entry[1] !== undefined));
}

async function localDrafts(step: Step, roots: Iterable<string>): Promise<LocalDraft[]> {
  const ids = [...roots].filter((root) => root.startsWith('visit/')).map(idOf);
  return (await step.getMany<LocalDraft>('draft', ids)).filter((local) => local !== undefined);
}

/** One record as the screen shows it, or null; with the ops laid over it. */
export async function readRecord<E extends EntityName>(
  step: Step,
  entity: E,
  of: { id: string; me: string },
): Promise<{ value: Records[E] | null; ops: readonly Op[] }> {
  const root = `${family(entity)}/${of.id}`;
  const { desk, ops } = await viewOf(step, [root], of.me);
  const body = desk.get(entity, of.id);
  const own = ops.filter((op) => touchedBy(op).includes(root));
  return { value: body && toRecord(entity, of.id, body), ops: own };
}
