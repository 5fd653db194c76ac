import { expect, it } from 'vitest';
import { joined, nextYears, ofYear, yearsOf } from './calendar.ts';

const day = (on: string, name = '') => ({ day: on, name });

it('a year shows its own days in order', () => {
  expect(ofYear([day('2024-05-01'), day('2025-01-01'), day('2024-01-01')], '2024').map((each) => each.day)).toEqual(['2024-01-01', '2024-05-01']);
});
it('a day stands once, and keeps the name that the office gave it', () => {
  const both = joined([day('2024-02-10', 'Tết của ta'), day('2024-06-26')], [day('2024-02-10', 'Tết Nguyên Đán'), day('2024-06-26', 'Nghỉ bù'), day('2024-01-01', 'Tết Dương lịch')]);
  expect(both).toEqual([day('2024-01-01', 'Tết Dương lịch'), day('2024-02-10', 'Tết của ta'), day('2024-06-26', 'Nghỉ bù')]);
});
it('this year and the next are always offered', () => {
  expect(nextYears('2024-12-31')).toEqual(['2024', '2025']);
  expect(yearsOf({ days_off: [day('2022-01-01')], made_up: [day('2026-08-22')] }, '2024-06-25')).toEqual(['2022', '2024', '2025', '2026']);
});
