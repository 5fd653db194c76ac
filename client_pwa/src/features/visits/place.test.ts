import { describe, expect, it } from 'vitest';
import type { Assignment, Unit } from '../../sync/records.ts';
import { checkPlace } from './place.ts';

const unit = (id: string, more: Partial<Unit> = {}): Unit => ({ id, parent: null, valid_from: null, valid_to: null, predecessors: [], successors: [], ...more }) as Unit;
const units = [
  unit('an'), unit('binh'), unit('gone', { valid_to: '2024-05-31', successors: ['an'] }),
  unit('split', { valid_to: '2024-05-31', successors: ['an', 'binh'] }), unit('abolished', { valid_to: '2024-05-31' }),
];
const assignments = [{ id: 'a', person: 'duyen', role: 'cadre', unit: 'an', agency: null, starts: '2024-06-01', ends: '2024-12-31' }] as unknown as Assignment[];
const scope = { unit: (id: string) => units.find((each) => each.id === id), units: () => units, assignments: () => assignments };
const code = (of: string | null, day: string | null) => checkPlace({ unit: of, starts: day }, scope, 'duyen').map((problem) => problem.code);

describe('the commune of a report', () => {
  it('is one that its writer is responsible for on that day', () => {
    expect(code('an', '2024-06-24')).toEqual([]);
    expect(code('an', '2024-05-24')).toEqual(['unit_outside_assignment']);
  });
  it('a wrong commune is noticed before sending', () => {
    expect(code('binh', '2024-06-24')).toEqual(['unit_outside_assignment']);
  });
  it('one that was abolished stands for its only heir, and of several its writer chooses', () => {
    expect(code('gone', '2024-06-24')).toEqual([]);
    expect(code('split', '2024-06-24')).toEqual(['unit_divided']);
    expect(code('abolished', '2024-06-24')).toEqual(['unit_outside_assignment']);
  });
  it('is not asked while there is none, or no day', () => {
    expect([code(null, '2024-06-24'), code('binh', null)]).toEqual([[], []]);
  });
});
