// What became of a unit, and what it was made of: the phone's twin of server/features/units/lineage.py. Both run
// sync/vectors/lineage.json. Pure: units and days are arguments; no store, no clock, no screen text.
//
// Every change is a succession. A unit never changes its name or its place in the tree: it ends on a day, and others,
// with ids of their own, begin on the next.
import type { Unit } from '../../sync/records.ts';

type Find = (id: string) => Unit | undefined;
type Way = 'predecessors' | 'successors';

/** Where words of a day about a unit belong: to itself, its only heir, one of several, none; it was not yet there. */
export type Verdict = 'here' | 'moved' | 'divided' | 'abolished' | 'unborn' | 'unknown';

export interface Place {
  verdict: Verdict;
  /** The units of that day that the verdict speaks of. */
  units: string[];
}

/** Whether the unit exists on that day. */
export function isThere(unit: Pick<Unit, 'valid_from' | 'valid_to'>, day: string): boolean {
  return (unit.valid_from ?? '') <= day && (unit.valid_to === null || day <= unit.valid_to);
}

/** Where words of that day about that unit belong. */
export function placeOn(find: Find, id: string, day: string): Place {
  const unit = find(id);
  if (!unit) return { verdict: 'unknown', units: [] };
  if (isThere(unit, day)) return { verdict: 'here', units: [id] };
  const early = day < (unit.valid_from ?? '');
  const units = walk(find, id, early ? 'predecessors' : 'successors', day);
  return { verdict: early ? 'unborn' : units.length > 1 ? 'divided' : units.length ? 'moved' : 'abolished', units };
}

/** The unit, all that it was made of and all that it became: under these its history is found. */
export function kinOf(find: Find, id: string): string[] {
  return [...walk(find, id, 'predecessors').reverse(), id, ...walk(find, id, 'successors')];
}

/** How figures are summed: the units under each, and those that each was made of and that have no other heir. */
export interface Tree {
  below: ReadonlyMap<string, readonly string[]>;
  before: ReadonlyMap<string, readonly string[]>;
}

/** What of a unit places it among the others. */
export type Placed = Pick<Unit, 'id' | 'parent' | 'valid_from' | 'valid_to' | 'successors'>;

/**
 * The tree of that day with all that ended by then. What has one heir goes with it; what was divided or abolished is put
 * under what its parent became.
 */
export function treeOn(units: Iterable<Placed>, day: string): Tree {
  const all = new Map([...units].map((unit) => [unit.id, unit]));
  const heirs = (unit: Placed): string[] => unit.successors.filter((id) => all.has(id));
  const isOver = ({ valid_to: last }: Placed): boolean => last !== null && last < day;
  const onlyHeir = (unit: Placed): string | null => (isOver(unit) && heirs(unit).length === 1 ? (heirs(unit)[0] ?? null) : null);
  const become = (id: string): string => {
    const seen = new Set<string>();
    let at = id;
    for (let unit = all.get(at); unit && !seen.has(at); unit = all.get(at)) {
      seen.add(at);
      if (!isOver(unit) || heirs(unit).length > 1) break;
      at = onlyHeir(unit) ?? unit.parent ?? at;
    }
    return at;
  };
  const tree = { below: new Map<string, string[]>(), before: new Map<string, string[]>() };
  const put = (map: Map<string, string[]>, key: string, id: string) => map.set(key, [...(map.get(key) ?? []), id]);
  for (const id of [...all.keys()].sort()) {
    const unit = all.get(id) as Placed;
    const heir = onlyHeir(unit);
    if ((unit.valid_from ?? '') > day) continue;
    if (heir) put(tree.before, heir, id);
    else if (unit.parent !== null) put(tree.below, become(unit.parent), id);
  }
  return tree;
}

/** All units on that way, or the nearest that stand on a day: what lies behind one of these is not looked at. */
function walk(find: Find, id: string, way: Way, day?: string): string[] {
  const seen = new Set([id]);
  const standing: string[] = [];
  const open = [id];
  for (const each of open) {
    for (const next of find(each)?.[way] ?? []) {
      const unit = find(next);
      if (!unit || seen.has(next)) continue;
      seen.add(next);
      (day !== undefined && isThere(unit, day) ? standing : open).push(next);
    }
  }
  return day === undefined ? open.slice(1) : standing;
}
