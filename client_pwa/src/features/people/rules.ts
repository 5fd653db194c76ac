// Who is responsible for what on which day: the phone's twin of server/features/people/directory.py.
// Pure: units, assignments and days are arguments; no store, no clock, no screen text.
//
// A unit's scope is its subtree, and what the units in it were made of (a report dated before a merger belongs to
// the old unit). Days are civil dates "2024-06-25", which compare as text.
import { isCurrent } from '../../store/boot.ts';
import type { Assignment, Role, Unit } from '../../sync/records.ts';

export { isCurrent };

/** The part of the directory that these rules read. */
export interface Scope {
  unit(id: string): Unit | undefined;
  units(): readonly Unit[];
  assignments(): readonly Assignment[];
}

/** The units above that one, nearest first. A loop or an unknown parent ends the walk. */
export function ancestors(scope: Scope, unit: string): string[] {
  const chain: string[] = [];
  let above = scope.unit(unit)?.parent ?? null;
  while (above !== null && scope.unit(above) && !chain.includes(above) && above !== unit) {
    chain.push(above);
    above = scope.unit(above)?.parent ?? null;
  }
  return chain;
}

/** The unit and all below it. */
export function subtree(scope: Scope, root: string): Set<string> {
  const children = new Map<string, string[]>();
  for (const unit of scope.units()) {
    if (unit.parent !== null) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit.id]);
  }
  const found = new Set([root]);
  // A Set grows while it is walked, and each member is met once: loops end by themselves.
  for (const each of found) for (const child of children.get(each) ?? []) found.add(child);
  return found;
}

/** Every unit that lies in the scope of `root`: its subtree, and the trees its units were made of. */
export function scopeOf(scope: Scope, root: string): Set<string> {
  const found = subtree(scope, root);
  for (const each of found) {
    for (const before of scope.unit(each)?.predecessors ?? []) {
      for (const lower of subtree(scope, before)) found.add(lower);
    }
  }
  return found;
}

/** Whether the person holds the assignment, or stands in for who does. */
export function holds(assignment: Assignment, person: string | undefined): boolean {
  return assignment.person === person || (assignment.substitute ?? null) === person;
}

/** The assignments by which the person holds one of the roles over that unit on that day. */
export function holdings(
  scope: Scope,
  person: string,
  roles: readonly Role[],
  where: { unit: string; day: string },
): Assignment[] {
  return scope
    .assignments()
    .filter((each) => holds(each, person) && roles.includes(each.role) && isCurrent(each, where.day))
    .filter((each) => each.unit !== null && scopeOf(scope, each.unit).has(where.unit));
}

/** The units over which the person holds one of the roles on that day, with all that lies in them. */
export function unitsHeld(scope: Scope, person: string, roles: readonly Role[], day: string): Set<string> {
  const held = new Set<string>();
  for (const each of scope.assignments()) {
    if (!holds(each, person) || each.unit === null || !roles.includes(each.role) || !isCurrent(each, day)) continue;
    for (const unit of scopeOf(scope, each.unit)) held.add(unit);
  }
  return held;
}

/** The persons who are the commune's own contacts on that day (a district's contact is not each commune's). */
export function currentContacts(scope: Scope, unit: string, day: string): string[] {
  const isOrBecame = (later: string): boolean => {
    const seen = new Set([later]);
    for (const each of seen) for (const before of scope.unit(each)?.predecessors ?? []) seen.add(before);
    return seen.has(unit);
  };
  const held = scope
    .assignments()
    .filter((each) => each.role === 'contact' && each.unit !== null && isCurrent(each, day) && isOrBecame(each.unit));
  return [...new Set(held.flatMap(({ person, substitute }) => (substitute ? [person, substitute] : [person])))];
}

/** The agencies that the person answers for on that day. */
export function agenciesOf(scope: Scope, person: string, day: string): Set<string> {
  const held = scope
    .assignments()
    .filter((each) => each.person === person && each.role === 'agency' && each.agency !== null && isCurrent(each, day));
  return new Set(held.map((each) => each.agency as string));
}
