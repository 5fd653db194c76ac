import { expect, it } from 'vitest';
import type { Assignment, Role, Unit } from '../../sync/records.ts';
import type { Invitation } from '../../sync/systems.ts';
import { asksHost, invitationLists, type Listed } from './lists.ts';
import { isNear } from './near.ts';
import { above, candidates, postsNear } from './posts.ts';
import { proposed, type State } from './rules.ts';

// The province, a district, two communes, and the one that both become.
const UNITS = [['p', null, []], ['d', 'p', []], ['one', 'd', ['heir']], ['two', 'd', ['heir']], ['heir', 'd', []]] as const;
const units = UNITS.map(([id, parent, successors]) => ({ id, parent, successors: [...successors], predecessors: [] }) as unknown as Unit);
const post = (person: string, role: Role, unit: string, more: Partial<Assignment> = {}): Assignment =>
  ({ id: `${person} ${unit}`, person, role, unit, agency: null, starts: '2024-01-01', ends: null, substitute: null, ...more }) as Assignment;

function scope(...posts: Assignment[]) {
  return { unit: (id: string) => units.find((unit) => unit.id === id), units: () => units, assignments: () => posts };
}
const DAY = '2024-06-28';

it('finds who is in charge above a unit, in it, and of what it became', () => {
  expect([...above(scope(), 'one')]).toEqual([['one', 0], ['heir', 0], ['d', 1], ['p', 2]]);
  const all = scope(post('m', 'cadre', 'one'), post('n', 'cadre', 'two'), post('h', 'cadre', 'heir'), post('l', 'leader', 'd'), post('c', 'contact', 'one'));
  expect(postsNear(all, 'one').map(({ post: { person }, level }) => [person, level])).toEqual([['m', 0], ['h', 0], ['l', 1]]);
  expect(postsNear(all, 'd').map(({ post: { person }, level }) => [person, level])).toEqual([['m', -1], ['n', -1], ['h', -1], ['l', 0]]);
});

it('proposes the substitute of who is on leave, and nobody whose assignment is over', () => {
  const all = scope(post('m', 'cadre', 'one', { substitute: 's' }), post('old', 'cadre', 'one', { ends: '2024-06-01' }), post('l', 'leader', 'd'));
  const leave = [{ starts: DAY, ends: DAY, person: 'm', assignment: null, unit: null }];
  expect(proposed(candidates(all, [], { unit: 'one', day: DAY }))).toEqual(['m', 'l']);
  expect(proposed(candidates(all, leave, { unit: 'one', day: DAY }))).toEqual(['s', 'l']);
});

function listed(id: string, starts: string, state: State | null, more: Partial<Listed> = {}): Listed {
  return { invitation: { id, starts, ends: starts, from_minute: 480, status: 'open' } as Invitation, state, over: false, host: false, ...more };
}

it('puts each invitation where its reader looks for it', () => {
  const lists = invitationLists([
    listed('later', '2024-07-02', 'accepted'), listed('soon', DAY, 'asked'), listed('host', DAY, null, { host: true }),
    listed('untold', '2024-06-20', 'untold', { over: true }), listed('old', '2024-06-01', 'attended', { over: true }),
  ]);
  const ids = (list: readonly Listed[]): string[] => list.map(({ invitation }) => invitation.id);
  expect([ids(lists.asked), ids(lists.ahead), ids(lists.past)]).toEqual([['untold', 'host', 'soon'], ['host', 'soon', 'later'], ['untold', 'old']]);
});

it('asks who invited for a word while somebody wants another time', () => {
  const entry = (id: string, kind: string, person: string, at: number) => ({ id, kind, person, at, round: 1, about: null });
  const invitation = { status: 'open', by: 'c', invited: ['a'], log: [entry('1', 'set', 'c', 0), entry('2', 'proposed', 'a', 1)] } as unknown as Invitation;
  expect([asksHost(invitation, 'c'), asksHost(invitation, 'other')]).toEqual([true, false]);
  const taken = { ...invitation, log: [...invitation.log, entry('3', 'accepted', 'a', 2)] } as Invitation;
  expect(asksHost(taken, 'c')).toBe(false);
});

it('speaks on Today of what is asked, of tomorrow, and of the three days in which one tells', () => {
  const near = (kind: string, day: string) => isNear(`meets:${kind}:${day}`, '2024-06-25');
  expect(['2024-06-24', '2024-06-25', '2024-09-25'].map((day) => near('asked', day))).toEqual([false, true, true]);
  expect(['2024-06-21', '2024-06-22', '2024-06-26', '2024-06-27'].map((day) => near('accepted', day))).toEqual([false, true, true, false]);
});
