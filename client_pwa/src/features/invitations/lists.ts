// Which list an invitation stands in, and in what order. Pure.
import type { Invitation } from '../../sync/systems.ts';
import { answerOf } from './answers.ts';
import type { State } from './rules.ts';

export const INVITATION_LISTS = ['asked', 'ahead', 'past'] as const;
export type InvitationList = (typeof INVITATION_LISTS)[number];

export interface Listed {
  invitation: Invitation;
  /** How the reader stands to it; null: he is not invited. */
  state: State | null;
  over: boolean;
  /** Somebody asks him who invited for another time. */
  host: boolean;
}

/** Whether somebody who is invited asks this person, who invited him, for another time. */
export function asksHost({ status, by, invited, log }: Invitation, me: string): boolean {
  return status === 'open' && by === me && invited.some((person) => answerOf(log, person)?.kind === 'proposed');
}

/** Every invitation in its lists: what waits for the reader's word stands in *asked* too. Soonest first; past ones newest first. */
export function invitationLists(all: readonly Listed[]): Record<InvitationList, Listed[]> {
  const soonest = [...all].sort((one, other) => key(one).localeCompare(key(other)));
  const isPast = ({ invitation, over }: Listed): boolean => over || invitation.status === 'withdrawn';
  return {
    asked: soonest.filter(({ state, host, over }) => state === 'asked' || state === 'untold' || (host && !over)),
    ahead: soonest.filter((each) => !isPast(each)),
    past: soonest.filter(isPast).reverse(),
  };
}

function key({ invitation: { starts, from_minute, id } }: Listed): string {
  return `${starts} ${String(from_minute).padStart(4, '0')} ${id}`;
}
