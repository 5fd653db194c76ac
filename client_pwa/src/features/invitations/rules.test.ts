import { describe, expect, it } from 'vitest';
import cases from '../../../../sync/vectors/invitations.json' with { type: 'json' };
import type { Role } from '../../sync/records.ts';
import { percent } from '../measures/rules.ts';
import { type Change, checkChange, checkInvitation, checkTimes, checkWord, isAway, isOver, type Meeting, type Moment, proposed, standing, type State, sums, type Times, twins, type Word } from './rules.ts';

type Told = readonly unknown[];
const times = ([starts, ends, from_minute, to_minute]: Told): Times => ({ starts, ends, from_minute, to_minute: to_minute ?? null }) as Times;
const moment = ([day, minute]: Told): Moment => ({ day, minute }) as Moment;
const refusal = (told: Told | null) => told && { code: told[0], field: told[1] };
const entry = ([id, kind, at, person, round, about]: Told) => ({ id, kind, at, person, round, about }) as Meeting['log'][number];
const meeting = (told: { times: Told; status: string; round: number; invited: string[]; log: Told[] }): Meeting => {
  return { ...times(told.times), status: told.status, round: told.round, invited: told.invited, log: told.log.map(entry) };
};

describe('invitations', () => {
  it.each(cases.times)('time: $name', ({ times: told, at, refused }) => {
    expect(checkTimes(times(told), moment(at))).toEqual(refusal(refused));
  });
  it.each(cases.invitations)('invitation: $name', ({ fields, invited, in_charge, refused }) => {
    expect(checkInvitation(fields, invited, new Set(in_charge))).toEqual(refusal(refused));
  });
  it.each(cases.changes)('change: $name', ({ meeting: told, step, read, text, refused }) => {
    expect(checkChange(meeting(told), step as Change, { read, text })).toEqual(refusal(refused));
  });
  it.each(cases.words)('word: $name', ({ meeting: told, step, read, text, at, refused }) => {
    expect(checkWord(meeting(told), step as Word, { read, text, at: moment(at) })).toEqual(refusal(refused));
  });
  it.each(cases.standings)('standing: $name', ({ meeting: told, person, at, in_charge: inCharge, away, state, over }) => {
    expect(standing(meeting(told), person, { at: moment(at), inCharge, away })).toBe(state);
    expect(isOver(meeting(told), moment(at))).toBe(over);
  });
  it.each(cases.sums)('sums: $name', ({ standings, sums: { share_e1, ...wanted } }) => {
    const found = sums((standings as [State, boolean][]).map(([state, over]) => ({ state, over })));
    expect(found).toEqual(wanted);
    const share = percent({ value: found.attended, comparator: 'eq' }, { value: found.invited, comparator: 'eq' });
    expect(share?.value ?? null).toBe(share_e1);
  });
  it.each(cases.offs)('off: $name', ({ offs, day, away }) => {
    const told = (offs as (string | null)[][]).map(([starts, ends, person, assignment, unit]) => ({ starts, ends, person, assignment, unit }) as never);
    expect(isAway(told, day, { person: 'a', posts: new Set(['post']), units: new Set(['u', 'district']) })).toBe(away);
  });
  it.each(cases.proposed)('proposed: $name', ({ candidates, proposed: wanted }) => {
    const told = (candidates as [string, Role, number, boolean][]).map(([person, role, above, away]) => ({ person, role, above, away }));
    expect(proposed(told)).toEqual(wanted);
  });
  it.each(cases.twins)('twin: $name', ({ others, twins: wanted }) => {
    const told = (others as [string, string, Told, string][]).map(([id, unit, when, status]) => ({ id, unit, status, ...times(when) }));
    expect(twins(told, { id: 'i', unit: 'u', starts: '2024-06-28', from_minute: 480 }).map(({ id }) => id)).toEqual(wanted);
  });
});
