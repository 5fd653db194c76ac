import { describe, expect, it } from 'vitest';
import { blankCard } from '../../store/cards.ts';
import { ageDays, commitmentsOf, openByAge, visitsIn, worstFirst } from './area.ts';

const item = (id: string, unit: string, more: object = {}) => ({ ...blankCard('feedback', id), unit, status: 'owned', ...more });
const visit = (id: string, unit: string, day: string, more: object = {}) => ({ ...blankCard('visit', id), unit, day, status: 'sent', ...more });

describe('an area', () => {
  it('shows the oldest open matter first, and neither what is settled nor what waits for its original', () => {
    const items = [item('new', 'a', { at: 3 }), item('old', 'a', { at: 1 }), item('done', 'a', { status: 'confirmed' }), item('linked', 'a', { status: 'linked' }), item('elsewhere', 'b')];
    expect(openByAge(items, new Set(['a'])).map(({ id }) => id)).toEqual(['old', 'new']);
  });

  it('counts a matter’s age in calendar days', () => {
    expect(ageDays({ day: '2024-05-21' }, '2024-06-25')).toBe(35);
    expect(ageDays({ day: '2024-06-26' }, '2024-06-25')).toBe(0);
    expect(ageDays({ day: null }, '2024-06-25')).toBe(0);
  });

  it('shows the last visit first, those of former names among them, none that was withdrawn', () => {
    const visits = [visit('first', 'former', '2023-01-05'), visit('gone', 'a', '2024-06-01', { status: 'withdrawn' }), visit('last', 'a', '2024-05-01')];
    expect(visitsIn(visits, new Set(['a', 'former'])).map(({ id }) => id)).toEqual(['last', 'first']);
  });

  it('lists commitments by their date, then those without one, the last given first', () => {
    const of = (id: string, starts: string, commitments: object[]) => ({ id, starts, author: 'p', commitments }) as never;
    const found = commitmentsOf([
      of('v1', '2024-05-01', [{ id: '1', text: 'Gọi điện', due: null }, { id: '2', text: 'Làm đường', due: '2024-07-01' }]),
      of('v2', '2024-06-01', [{ id: '3', text: 'Xem lại', due: null }, { id: '4', text: 'Sửa cầu', due: '2024-06-20' }]),
    ]);
    expect(found.map(({ id, visit: on, due }) => [id, on, due])).toEqual([['4', 'v2', '2024-06-20'], ['2', 'v1', '2024-07-01'], ['3', 'v2', null], ['1', 'v1', null]]);
  });

  it('puts first the commune with periods owed, then late matters, then months without a visit', () => {
    const facts = {
      within: (unit: string) => [unit, `former ${unit}`],
      trips: [{ unit: 'former well', day: '2024-06-03' }, { unit: 'well', day: '2024-07-01' }, { unit: 'late', day: '2024-06-02' }],
      items: [item('i1', 'late', { due: '2024-06-01' }), item('i2', 'former late'), item('i3', 'well', { status: 'answered', due: '2024-06-01' })],
      quiet: (days: readonly string[]) => (days.length > 0 ? 0 : 4),
      missed: (unit: string) => (unit === 'owed' ? 2 : 0),
      name: (unit: string) => unit,
      today: '2024-06-25',
    };
    expect(worstFirst(['well', 'quiet', 'late', 'owed'], facts)).toEqual([
      { unit: 'owed', last: null, quiet: 4, missed: 2, open: 0, late: 0 },
      { unit: 'late', last: '2024-06-02', quiet: 0, missed: 0, open: 2, late: 1 },
      { unit: 'quiet', last: null, quiet: 4, missed: 0, open: 0, late: 0 },
      { unit: 'well', last: '2024-06-03', quiet: 0, missed: 0, open: 1, late: 0 },
    ]);
  });

  it('has nothing to show of a unit where nothing was done', () => {
    expect([openByAge([], new Set(['a'])), visitsIn([], new Set(['a'])), commitmentsOf([]), worstFirst([], {} as never)]).toEqual([[], [], [], []]);
  });
});
