import { describe, expect, it } from 'vitest';
import type { Assignment, Unit } from '../../sync/records.ts';
import { assignFault } from './assigning.ts';

const units = [{ id: 'an', valid_to: null }, { id: 'gone', valid_to: '2024-11-30' }] as Unit[];
const held = [{ id: 'a', person: 'duyen', role: 'cadre', unit: 'an', starts: '2023-07-01', ends: '2024-12-31' }] as Assignment[];
const wanted = { person: 'khang', role: 'cadre', unit: 'an', starts: '2024-06-25', ends: '', besideOthers: false };

describe('an assignment, before it is sent', () => {
  it('does not end before it begins', () => {
    expect(assignFault({ ...wanted, ends: '2024-06-24' }, units, held)).toEqual({ code: 'end_before_start' });
  });
  it('is of a unit that is there', () => {
    expect(assignFault({ ...wanted, unit: 'gone', starts: '2024-12-01' }, units, held)).toEqual({ code: 'unit_abolished', unit: 'gone' });
    expect(assignFault({ ...wanted, unit: 'gone', starts: '2024-11-30' }, units, held)).toBeNull();
  });
  it('is not of a second monitor unless that is said', () => {
    expect(assignFault(wanted, units, held)).toEqual({ code: 'second_monitor', unit: 'an', person: 'duyen' });
    expect(assignFault({ ...wanted, besideOthers: true }, units, held)).toBeNull();
    expect(assignFault({ ...wanted, starts: '2025-01-01' }, units, held)).toBeNull();
    expect(assignFault({ ...wanted, role: 'contact' }, units, held)).toBeNull();
  });
});
