// The invitations on this phone, with what waits to be sent, and how people stand to them. Reads; writes nothing.
import type { Invitation } from '../../sync/systems.ts';
import { timeText } from '../../view/format.ts';
import { officeNow, officeToday } from '../../view/office.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import { isCurrent } from '../people/rules.ts';
import { placeOn } from '../units/lineage.ts';
import { above, postsNear } from './posts.ts';
import { isAway, isOver, type Moment, type Off, standing, type State } from './rules.ts';

export const register = new Kept(['invitation', 'leave', 'excuse', 'period']);

/** The office's present day and minute. */
export function momentNow(): Moment {
  const [hour = 0, minute = 0] = timeText(officeNow()).split(':').map(Number);
  return { day: officeToday(), minute: hour * 60 + minute };
}

/** The days on which people are on leave, or posts and units excused. */
export function offs(): Off[] {
  const leaves = (register.lists?.leave ?? []).filter(({ cancelled }) => !cancelled).map((each) => ({ ...each, assignment: null, unit: null }));
  const excuses = (register.lists?.excuse ?? []).filter(({ cancelled }) => !cancelled).map((each) => ({ ...each, person: null }));
  return [...leaves, ...excuses];
}

/** The unit where a meeting takes place: its own, or the only heir of one that is gone by then. */
export function placeOf({ unit, starts }: Pick<Invitation, 'unit' | 'starts'>): string {
  const place = placeOn((id) => directory.unit(id), unit, starts);
  return place.verdict === 'moved' ? (place.units[0] ?? unit) : unit;
}

export interface Stand {
  person: string;
  state: State;
  over: boolean;
}

/** How everyone who is invited stands to meetings now. What units are asked again and again is asked once. */
export function standsOf(): (invitation: Invitation) => Stand[] {
  const [off, at] = [offs(), momentNow()];
  const near = new Map<string, ReturnType<typeof postsNear>>();
  return (invitation) => {
    const unit = placeOf(invitation);
    const posts = near.get(unit) ?? postsNear(directory, unit);
    near.set(unit, posts);
    const units = new Set(above(directory, unit).keys());
    const over = isOver(invitation, at);
    return invitation.invited.map((person) => {
      const own = posts.map(({ post }) => post).filter((post) => post.person === person || post.substitute === person);
      const inCharge = directory.person(person)?.disabled !== true && own.some((post) => isCurrent(post, invitation.starts));
      const away = isAway(off, invitation.starts, { person, posts: new Set(own.map(({ id }) => id)), units });
      return { person, over, state: standing(invitation, person, { at, inCharge, away }) };
    });
  };
}
