import { describe, expect, it } from 'vitest';
import type { Assignment, Role, Unit } from '../../sync/records.ts';
import { agenciesOf, ancestors, currentContacts, holdings, scopeOf, unitsHeld } from './rules.ts';

const unit = (id: string, parent: string | null, predecessors: string[] = []): Unit => ({
  id, parent, predecessors, successors: [], name: id, type: 'xã', level: 'commune', code: null,
  valid_from: null, valid_to: null,
});
const assigned = (person: string, role: Role, where: Partial<Assignment>): Assignment => ({
  id: `${person}-${role}`, person, role, unit: null, agency: null, starts: '2024-01-01', ends: null,
  decision: null, reason: null, replaces: null, substitute: null, ...where,
});

const units = [
  unit('province', null),
  unit('hoai-an', 'province'),
  unit('an-hao-tay', 'hoai-an'),
  unit('bok-toi', 'hoai-an'),
  unit('merged', 'province', ['bok-toi']),
];
const assignments = [
  assigned('duyen', 'cadre', { unit: 'an-hao-tay', ends: '2024-06-30' }),
  assigned('nhan', 'leader', { unit: 'hoai-an' }),
  assigned('dung', 'contact', { unit: 'an-hao-tay' }),
  assigned('mai', 'contact', { unit: 'merged' }),
  assigned('so', 'agency', { agency: 'so-nong-nghiep' }),
];
const byId = new Map(units.map((each) => [each.id, each]));
const scope = { unit: (id: string) => byId.get(id), units: () => units, assignments: () => assignments };

describe('who holds what on a day', () => {
  it('a district holds its communes', () => {
    expect(holdings(scope, 'nhan', ['leader'], { unit: 'bok-toi', day: '2024-06-25' })).toHaveLength(1);
    expect(holdings(scope, 'nhan', ['cadre'], { unit: 'bok-toi', day: '2024-06-25' })).toEqual([]);
  });
  it('an assignment holds on its last day and not the day after', () => {
    expect(unitsHeld(scope, 'duyen', ['cadre'], '2024-06-30')).toEqual(new Set(['an-hao-tay']));
    expect(unitsHeld(scope, 'duyen', ['cadre'], '2024-07-01')).toEqual(new Set());
  });
  it('a merged unit holds what it was made of', () => {
    expect(scopeOf(scope, 'merged')).toEqual(new Set(['merged', 'bok-toi']));
    expect(currentContacts(scope, 'bok-toi', '2024-06-25')).toEqual(['mai']);
  });
  it('a contact is the contact of his commune only', () => {
    expect(currentContacts(scope, 'an-hao-tay', '2024-06-25')).toEqual(['dung']);
    expect(currentContacts(scope, 'hoai-an', '2024-06-25')).toEqual([]);
  });
  it('agencies are held too', () => {
    expect(agenciesOf(scope, 'so', '2024-06-25')).toEqual(new Set(['so-nong-nghiep']));
  });
});

it('the units above, nearest first, and no loop', () => {
  expect(ancestors(scope, 'an-hao-tay')).toEqual(['hoai-an', 'province']);
  const looped = new Map([['a', unit('a', 'b')], ['b', unit('b', 'a')]]);
  expect(ancestors({ ...scope, unit: (id) => looped.get(id) }, 'a')).toEqual(['b']);
});
