// How people stand to meetings: the twin of server/features/invitations/queries.py. Pure: the directory, leave, excuses
// and the moment are arguments.
import type { Person } from '../../sync/records.ts';
import type { Excuse, Invitation, Leave } from '../../sync/systems.ts';
import { isCurrent, type Scope } from '../people/rules.ts';
import { placeOn } from '../units/lineage.ts';
import { above, postsNear } from './posts.ts';
import { isAway, isOver, type Moment, type Off, standing, type State } from './rules.ts';

export interface Stand {
  person: string;
  /** Where the meeting takes place. */
  unit: string;
  state: State;
  over: boolean;
}
export interface Books {
  scope: Scope & { person(id: string): Person | undefined };
  offs: readonly Off[];
  at: Moment;
}

/** The days on which people are on leave, or posts and units excused. */
export function offsOf(leaves: readonly Leave[], excuses: readonly Excuse[]): Off[] {
  const away = leaves.filter(({ cancelled }) => !cancelled).map((each) => ({ ...each, assignment: null, unit: null }));
  return [...away, ...excuses.filter(({ cancelled }) => !cancelled).map((each) => ({ ...each, person: null }))];
}

/** The unit where a meeting takes place: its own, or the only heir of one that is gone by then. */
export function placeIn(scope: Pick<Scope, 'unit'>, { unit, starts }: Pick<Invitation, 'unit' | 'starts'>): string {
  const place = placeOn((id) => scope.unit(id), unit, starts);
  return place.verdict === 'moved' ? (place.units[0] ?? unit) : unit;
}

/** How everyone who is invited stands to a meeting. What units are asked again and again is asked once. */
export function standsIn({ scope, offs, at }: Books): (invitation: Invitation) => Stand[] {
  const near = new Map<string, ReturnType<typeof postsNear>>();
  return (invitation) => {
    const unit = placeIn(scope, invitation);
    const posts = near.get(unit) ?? postsNear(scope, unit);
    near.set(unit, posts);
    const units = new Set(above(scope, unit).keys());
    const over = isOver(invitation, at);
    return invitation.invited.map((person) => {
      const own = posts.map(({ post }) => post).filter((post) => post.person === person || post.substitute === person);
      const inCharge = scope.person(person)?.disabled === false && own.some((post) => isCurrent(post, invitation.starts));
      const away = isAway(offs, invitation.starts, { person, posts: new Set(own.map(({ id }) => id)), units });
      return { person, unit, over, state: standing(invitation, person, { at, inCharge, away }) };
    });
  };
}
