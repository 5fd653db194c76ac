// What makes a sound invitation, who may do which step when, and how a person stands to a meeting. The phone's twin of
// server/features/invitations/rules.py; both run sync/vectors/invitations.json. Pure: no clock, no store.
import type { Role, Value } from '../../sync/records.ts';
import { addDays } from '../days.ts';
import { answerOf, type Entry, ofNow, timeRound } from './answers.ts';

/** Who invites: the commune's or district's committee by its contact, and the office for one that wrote on paper. */
export const INVITER_ROLES: readonly Role[] = ['contact', 'clerk'];
/** Who is invited. */
export const INVITED_ROLES: readonly Role[] = ['cadre', 'leader'];
export const INVITED_MAX = 50;
const MINUTES_MAX = 24 * 60 - 1;
const AHEAD_DAYS_MAX = 366;
const DAYS_MAX = 14;
const KINDS: readonly unknown[] = ['committee_meeting', 'standing_committee', 'cell_meeting', 'dialogue', 'site_check', 'working_session'];
const REASONED: readonly string[] = ['move', 'withdraw', 'no', 'propose'];
export type Change = 'set' | 'move' | 'withdraw';
export type Word = 'yes' | 'no' | 'propose' | 'attend';
export type State = 'withdrawn' | 'attended' | 'lapsed' | 'away' | 'declined' | 'accepted' | 'proposed' | 'asked' | 'untold';

export interface Refusal {
  code: string;
  field: string | null;
}
/** A civil day of the office and the minute of it. */
export interface Moment {
  day: string;
  minute: number;
}
/** First and last day of a meeting, the minute it begins on the first and, if said, ends on the last. */
export interface Times {
  starts: string;
  ends: string;
  from_minute: number;
  to_minute: number | null;
}
/** An invitation as it stands. */
export interface Meeting extends Times {
  status: string;
  round: number;
  invited: readonly string[];
  log: readonly Entry[];
}
/** Days on which a person is on leave, or a post or all of a unit is excused. First and last included. */
export interface Off {
  starts: string;
  ends: string;
  person: string | null;
  assignment: string | null;
  unit: string | null;
}
/** Who could be invited. `above`: how many levels his post lies above the unit; -1 for one below it. */
export interface Candidate {
  person: string;
  role: Role;
  above: number;
  away: boolean;
}
/** invited = attended + declined + away + untold; `ahead` are meetings yet to come, and counted in none. */
export interface Sums {
  invited: number;
  attended: number;
  declined: number;
  away: number;
  untold: number;
  ahead: number;
}

function refusal(code: string, field: string | null = null): Refusal {
  return { code, field };
}

/** Whether a meeting can be at that time, said at that moment. */
export function checkTimes(times: Times, at: Moment): Refusal | null {
  if (!times.starts) return refusal('missing', 'starts');
  const beyond = (['from_minute', 'to_minute'] as const).find((name) => !inDay(times[name]));
  if (beyond) return refusal('out_of_range', beyond);
  if (endsBeforeItStarts(times)) return refusal('end_before_start', 'ends');
  if (times.starts > addDays(at.day, AHEAD_DAYS_MAX)) return refusal('out_of_range', 'starts');
  if (times.ends >= addDays(times.starts, DAYS_MAX)) return refusal('out_of_range', 'ends');
  return hasBegun(times, at) ? refusal('date_in_past', 'starts') : null;
}

/** Whether an invitation is whole, and everyone invited is in charge there on the meeting's first day. */
export function checkInvitation(fields: Readonly<Record<string, Value>>, invited: readonly string[], inCharge: ReadonlySet<string>): Refusal | null {
  const missing = ['unit', 'kind', 'title'].find((name) => !said(fields[name]));
  if (missing) return refusal('missing', missing);
  if (!KINDS.includes(fields['kind'])) return refusal('unknown_code', 'kind');
  if (invited.length === 0) return refusal('missing', 'invited');
  if (invited.length > INVITED_MAX) return refusal('too_many', 'invited');
  return invited.every((person) => inCharge.has(person)) ? null : refusal('without_duty', 'invited');
}

/** Whether who invites may correct, move or withdraw it, having read that round. */
export function checkChange(meeting: Meeting, step: Change, { read, text }: { read: number; text: string | null }): Refusal | null {
  if (read !== meeting.round || meeting.status !== 'open') return refusal('stale');
  if (step !== 'set' && ofNow(meeting.log).some(({ kind }) => kind === 'attended')) return refusal('already_done');
  return checkReason(step, text);
}

/** Whether who is invited may say yes, no, another time, or that he came, having read that round. */
export function checkWord(meeting: Meeting, step: Word, { read, text, at }: { read: number; text: string | null; at: Moment }): Refusal | null {
  if (read < timeRound(meeting.log) || meeting.status !== 'open') return refusal('stale');
  if (step === 'attend') return hasBegun(meeting, at) ? null : refusal('not_begun', 'starts');
  const over = step === 'propose' ? hasBegun(meeting, at) : isOver(meeting, at);
  if (over && step !== 'no') return refusal('date_in_past', 'starts');
  return checkReason(step, text);
}

/** Whether the meeting has begun by that moment. */
export function hasBegun(times: Times, at: Moment): boolean {
  return times.starts === at.day ? times.from_minute <= at.minute : times.starts < at.day;
}

/** Whether the meeting is over by that moment; one without an end is over with its last day. */
export function isOver(times: Times, at: Moment): boolean {
  if (at.day !== times.ends || times.to_minute === null) return at.day > times.ends;
  return at.minute >= times.to_minute;
}

/** How a person who is invited stands to the meeting at that moment. `lapsed`: not in charge there on that day. */
export function standing(meeting: Meeting, person: string, of: { at: Moment; inCharge: boolean; away: boolean }): State {
  const last = answerOf(meeting.log, person);
  if (last?.kind === 'attended') return 'attended';
  if (meeting.status !== 'open') return 'withdrawn';
  if (!of.inCharge) return 'lapsed';
  if (of.away) return 'away';
  if (last?.kind === 'declined') return 'declined';
  if (isOver(meeting, of.at)) return 'untold';
  return (last?.kind as State | undefined) ?? 'asked';
}

/** What became of invitations. Withdrawn ones, and persons who were not in charge any more, are nobody's. */
export function sums(standings: readonly { state: State; over: boolean }[]): Sums {
  const told = standings.filter(({ state }) => state !== 'withdrawn' && state !== 'lapsed');
  const past = told.filter(({ state, over }) => over || state === 'attended');
  const count = (wanted: State): number => past.filter(({ state }) => state === wanted).length;
  const parts = { attended: count('attended'), declined: count('declined'), away: count('away'), untold: count('untold') };
  return { invited: past.length, ...parts, ahead: told.length - past.length };
}

/** Whether the person, one of his posts there, or the unit or one above it, is off on that day. */
export function isAway(offs: readonly Off[], day: string, of: { person: string; posts: ReadonlySet<string>; units: ReadonlySet<string> }): boolean {
  const there = offs.filter(({ starts, ends }) => starts <= day && day <= ends);
  return there.some(({ person, assignment, unit }) => person === of.person || of.posts.has(assignment ?? '') || of.units.has(unit ?? ''));
}

/** Whom an invitation begins with: of each role those nearest above the unit, without who is away. */
export function proposed(candidates: readonly Candidate[]): string[] {
  const chosen = INVITED_ROLES.flatMap((role) => {
    const above = candidates.filter((each) => each.role === role && each.above >= 0);
    const nearest = Math.min(...above.map((each) => each.above));
    return above.filter((each) => each.above === nearest && !each.away).map(({ person }) => person);
  });
  return [...new Set(chosen)];
}

/** The other open invitations of that unit that begin in the same minute: perhaps the same one, written twice. */
export function twins<T extends Times & { id: string; unit: string; status: string }>(all: readonly T[], one: Pick<T, 'id' | 'unit' | 'starts' | 'from_minute'>): T[] {
  const near = all.filter(({ id, unit, status }) => id !== one.id && unit === one.unit && status === 'open');
  return near.filter(({ starts, from_minute }) => starts === one.starts && from_minute === one.from_minute);
}

function endsBeforeItStarts({ starts, ends, from_minute, to_minute }: Times): boolean {
  return starts !== ends || to_minute === null ? ends < starts : to_minute <= from_minute;
}

function inDay(minute: number | null): boolean {
  return minute === null || (0 <= minute && minute <= MINUTES_MAX);
}

function checkReason(step: string, text: string | null): Refusal | null {
  return REASONED.includes(step) && !text?.trim() ? refusal('reason_required', 'text') : null;
}

function said(value: Value | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
