// By which tree figures are summed on a day: the phone's twin of `tree_on` in server/features/units/lineage.py. Both run
// sync/vectors/lineage.json. Pure: units and the day are arguments.
import type { Unit } from '../../sync/records.ts';

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
