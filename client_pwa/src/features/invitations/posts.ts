// Who is in charge of a unit, of what lies above it and in it, and who stands in for whom. Pure: the directory and days
// are arguments. The phone's twin of server/features/invitations/records.py.
import type { Assignment } from '../../sync/records.ts';
import { isCurrent, type Scope } from '../people/rules.ts';
import { type Candidate, INVITED_ROLES, isAway, type Off } from './rules.ts';

/** The units whose people are in charge of that one, each with how many levels it lies above it. */
export function above(scope: Pick<Scope, 'unit'>, unit: string): Map<string, number> {
  const found = new Map([[unit, 0]]);
  // A Map grows while it is walked, and each unit is met once: loops end by themselves.
  for (const [each, level] of found) {
    const known = scope.unit(each);
    const heirs = known?.successors ?? [];
    for (const heir of heirs) if (!found.has(heir)) found.set(heir, level);
    if (known?.parent && !found.has(known.parent)) found.set(known.parent, level + 1);
  }
  return found;
}

/** Every post, of whatever time, of a monitor or leader over the unit or over a part of it (-1), with its level. */
export function postsNear(scope: Scope, unit: string): { post: Assignment; level: number }[] {
  const over = above(scope, unit);
  return scope.assignments().flatMap((post) => {
    if (!INVITED_ROLES.includes(post.role) || post.unit === null) return [];
    const level = over.get(post.unit);
    if (level !== undefined) return [{ post, level }];
    return above(scope, post.unit).has(unit) ? [{ post, level: -1 }] : [];
  });
}

/** Who could be invited for a day: holders, and who stands in for one that is away. */
export function candidates(scope: Scope, offs: readonly Off[], { unit, day }: { unit: string; day: string }): Candidate[] {
  const units = new Set(above(scope, unit).keys());
  const near = postsNear(scope, unit).filter(({ post }) => isCurrent(post, day));
  return near.flatMap(({ post, level }) => {
    const off = (person: string): boolean => isAway(offs, day, { person, posts: new Set([post.id]), units });
    const holder = { person: post.person, role: post.role, above: level, away: off(post.person) };
    if (!post.substitute) return [holder];
    // While the holder is there, his substitute can be asked and is not proposed.
    return [holder, { person: post.substitute, role: post.role, above: level, away: !holder.away || off(post.substitute) }];
  });
}
