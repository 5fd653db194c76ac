import { expect, it } from 'vitest';
import { addDays, daysBetween, monthEnd, monthOf } from './days.ts';

it('counts over the end of a month and of a leap February', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
});
it('counts civil days over a month', () => {
  expect(daysBetween('2024-06-24', '2024-07-02')).toBe(8);
  expect(daysBetween('2024-06-24', '2024-06-21')).toBe(-3);
});
it('knows the last day of a month', () => {
  expect(monthEnd('2024-02-11')).toBe('2024-02-29');
  expect(monthEnd('2024-12-01')).toBe('2024-12-31');
  expect(monthOf('2024-06-25')).toBe('2024-06');
});
