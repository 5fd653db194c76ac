// Keeps cards and the boot row in step with the records: for what a step touched, inside that step.
import type { Stored } from '../sync/client.ts';
import { type Op, touchedBy } from '../sync/operations.ts';
import type { Assignment, EntityName, Office, Records, Unit } from '../sync/records.ts';
import { toRecord } from '../sync/schema.ts';
import { fold } from '../view/fold.ts';
import { type BootRow, CARDS_VERSION, type Duty, emptyBoot, type UnitName } from './boot.ts';
import type { Card, Making } from './cards.ts';
import { listsOf, listsOfOp, noted, recount, rolesOf, STORED } from './lists.ts';
import { closure, entitiesOf, idOf, readBoot, type View, viewOf } from './project.ts';
import type { PhotoRow } from './photo_queue.ts';
import { CARDS } from './registry.ts';
import type { Step } from './step.ts';

// A province, a district and a commune, and one to spare: a chain that is longer is a ring.
const UNIT_DEPTH_MAX = 5;
// Cards are made anew in portions, so that a year's records do not stand in memory at once.
const REBUILD_ROOTS = 500;

type Units = ReadonlyMap<string, Unit>;
interface Made {
  key: string;
  before: Card | null;
  after: Card | null;
}

/** Makes the cards of all that the step touched and puts them, and the counts, into it. Answers the keys that changed. */
export async function putCards(step: Step, me: string): Promise<string[]> {
  const boot = await readBoot(step);
  const opsChanged = await step.changedOps();
  const stored = await changedStored(step);
  const quiet = step.touched.size === 0 && opsChanged.length === 0 && stored.length === 0;
  if (quiet && boot.version === CARDS_VERSION) return [];
  const roots = [...(await closure(step, step.touched))];
  const afresh = boot.version !== CARDS_VERSION || (await changesLists(step, roots, { me, boot }));
  const counted = countStored(countOps(boot, opsChanged), stored);
  const next = afresh ? await allAfresh(step, me, counted) : await someCards(step, roots, { me, boot: counted });
  step.put('meta', 'boot', next.boot);
  return afresh ? ['*'] : next.keys;
}

/** Own assignments decide which lists a card stands in; units' names and the office's time stand in cards. */
async function changesLists(step: Step, roots: readonly string[], of: { me: string; boot: BootRow }): Promise<boolean> {
  if (roots.some((root) => /^(unit|office)\//.test(root))) return true;
  const assignments = roots.filter((root) => root.startsWith('assignment/'));
  const rows = await step.getMany<Stored>('row', assignments);
  const own = new Set(of.boot.duties.map((duty) => `assignment/${duty.id}`));
  return assignments.some((root, at) => own.has(root) || ['person', 'substitute'].some((name) => rows[at]?.body[name] === of.me));
}

function countOps(boot: BootRow, changes: { before: Op | null; after: Op | null }[]): BootRow {
  const counted = changes.reduce(
    (all, { before, after }) => recount(all, before ? listsOfOp(before) : [], after ? listsOfOp(after) : []),
    boot.counts,
  );
  return { ...boot, counts: counted };
}

interface Counted {
  list: string;
  before: number;
  after: number;
}

async function changedStored(step: Step): Promise<Counted[]> {
  const all = STORED.map(async ({ store, list, stands }): Promise<Counted> => {
    const { before, after } = await step.changedIn<PhotoRow>(store);
    return { list, before: before.filter(stands).length, after: after.filter(stands).length };
  });
  return (await Promise.all(all)).filter(({ before, after }) => before !== after);
}

async function allStored(step: Step): Promise<Counted[]> {
  const all = STORED.map(async ({ store, list, stands }): Promise<Counted> => {
    return { list, before: 0, after: [...(await step.getAll<PhotoRow>(store)).values()].filter(stands).length };
  });
  return Promise.all(all);
}

function countStored(boot: BootRow, changes: readonly Counted[]): BootRow {
  const many = (list: string, count: number): string[] => Array.from({ length: count }, () => list);
  const counts = changes.reduce((all, { list, before, after }) => recount(all, many(list, before), many(list, after)), boot.counts);
  return { ...boot, counts };
}

interface Listed {
  boot: BootRow;
  keys: string[];
}

async function someCards(step: Step, roots: readonly string[], to: { me: string; boot: BootRow }): Promise<Listed> {
  const view = await viewOf(step, roots, to.me);
  const units = await unitsOf(step, view);
  const here = roots.some((root) => root.startsWith('outcome/')) ? saidHere(await step.allOps()) : NOTHING;
  const keys = roots.flatMap((root) => entitiesOf(root).filter((entity) => CARDS[entity]).map((entity) => `${entity}/${idOf(root)}`));
  const before = await step.getMany<Card>('card', keys);
  const made = keys.map((key, at): Made => ({ key, before: before[at] ?? null, after: cardOf(key, { view, me: to.me, units, here }) }));
  for (const { key, before: old, after } of made) if (old || after) step.put('card', key, after ?? undefined);
  return { boot: listed(to.boot, made, { me: to.me, units }), keys: [...new Set([...keys, ...roots])] };
}

function listed(boot: BootRow, made: readonly Made[], to: { me: string; units: Units }): BootRow {
  const roles = rolesOf(boot.duties);
  return made.reduce((row, { key, before, after }) => {
    const left = before ? listsOf(before, to.me, roles) : [];
    const joined = after ? listsOf(after, to.me, roles) : [];
    const unit = unitNameOf(to.units, after?.unit ?? null);
    return { ...noted(row, { key, card: after, me: to.me, unit }), counts: recount(row.counts, left, joined) };
  }, boot);
}

function unitNameOf(units: Units, id: string | null): UnitName | null {
  const [unit, above] = chain(units, id);
  return unit ? { id: unit.id, name: unit.name, type: unit.type, above: above ? { name: above.name, type: above.type } : null } : null;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The ops that this phone still holds, and those that they replace: their refusal is known from themselves. */
function saidHere(ops: readonly Op[]): ReadonlySet<string> {
  return new Set(ops.flatMap((op) => [op.op_id, ...op.supersedes]));
}

function cardOf(key: string, from: { view: View; me: string; units: Units; here: ReadonlySet<string> }): Card | null {
  const [entity = '', id = ''] = key.split('/');
  const { desk, ops } = from.view;
  const root = entitiesOf(`visit/${id}`).includes(entity as EntityName) ? `visit/${id}` : key;
  const making: Making = {
    id,
    me: from.me,
    get: <E extends EntityName>(name: E): Records[E] | null => {
      const body = desk.get(name, id);
      return body && toRecord(name, id, body);
    },
    ops: ops.filter((op) => touchedBy(op).includes(root)),
    isHere: (op) => from.here.has(op),
    unitText: (unit) => chain(from.units, unit).map((one) => fold(one.name)).join(' '),
  };
  return CARDS[entity as EntityName]?.(making) ?? null;
}

function chain(units: Units, id: string | null): Unit[] {
  const found: Unit[] = [];
  for (let at = id; at && found.length < UNIT_DEPTH_MAX; at = found.at(-1)?.parent ?? null) {
    const unit = units.get(at);
    if (!unit) break;
    found.push(unit);
  }
  return found;
}

/** The units that the records of a view name, with those above them. */
function unitsOf(step: Step, view: View): Promise<Units> {
  return unitsAbove(step, [...view.desk.bodies.values()].map((body) => body['unit']));
}

async function unitsAbove(step: Step, named: readonly unknown[]): Promise<Units> {
  const units = new Map<string, Unit>();
  let wanted = new Set(named.filter((id) => typeof id === 'string'));
  for (let depth = 0; wanted.size && depth < UNIT_DEPTH_MAX; depth += 1) {
    const ids = [...wanted];
    const rows = await step.getMany<Stored>('row', ids.map((id) => `unit/${id}`));
    rows.forEach((row, at) => row && units.set(ids[at] ?? '', toRecord('unit', ids[at] ?? '', row.body)));
    const parents = ids.map((id) => units.get(id)?.parent).filter((id) => typeof id === 'string');
    wanted = new Set(parents.filter((id) => !units.has(id)));
  }
  return units;
}

/** Every card and count made anew: the shape of cards, a unit's name or an own assignment has changed. */
async function allAfresh(step: Step, me: string, old: BootRow): Promise<Listed> {
  for (const key of (await step.getAll('card')).keys()) step.del('card', key);
  const ops = countOps(emptyBoot(CARDS_VERSION), (await step.allOps()).map((op) => ({ before: null, after: op })));
  const opCounts = countStored(ops, await allStored(step));
  const standing = { duties: await dutiesOf(step, me), office: await officeOf(step), comments: old.comments };
  let boot: BootRow = { ...opCounts, ...standing };
  step.put('meta', 'boot', boot);
  const roots = await allRoots(step);
  for (let at = 0; at < roots.length; at += REBUILD_ROOTS) {
    boot = (await someCards(step, roots.slice(at, at + REBUILD_ROOTS), { me, boot })).boot;
  }
  return { boot, keys: [] };
}

async function allRoots(step: Step): Promise<string[]> {
  const rows = [...(await step.getAll('row')).keys()].map(String);
  const drafts = [...(await step.getAll('draft')).keys()].map((id) => `visit/${id}`);
  const families = rows.filter((key) => CARDS[key.split('/')[0] as EntityName] || key.startsWith('report/'));
  const roots = families.map((key) => (/^(draft|report)\//.test(key) ? `visit/${idOf(key)}` : key));
  return [...new Set([...roots, ...drafts, ...(await step.allOps()).flatMap(touchedBy)])];
}

async function dutiesOf(step: Step, me: string): Promise<Duty[]> {
  const rows = await step.getAll<Stored>('row', 'assignment/');
  const all = [...rows].map(([key, row]) => toRecord('assignment', idOf(key), row.body));
  const own = all.filter(({ person, substitute }) => person === me || substitute === me);
  const units = await unitsAbove(step, own.map(({ unit }) => unit));
  return own.map((assignment) => dutyOf(assignment, units));
}

function dutyOf({ id, role, unit, agency, starts, ends }: Assignment, units: Units): Duty {
  return { id, role, unit: unitNameOf(units, unit), agency, starts, ends };
}

async function officeOf(step: Step): Promise<Office | null> {
  const [first] = await step.getAll<Stored>('row', 'office/');
  return first ? toRecord('office', idOf(first[0]), first[1].body) : null;
}
