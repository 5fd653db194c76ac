import { expect, it } from 'vitest';
import { spanOf } from '../duty/periods.ts';
import { coverage } from './coverage.ts';

const month = (key: string) => spanOf([], key);
const visit = (unit: string, day: string, status = 'approved') => ({ unit, day, status });

it('a commune counts once, in the month of its visit', () => {
  const visits = [visit('bok-toi', '2024-06-05'), visit('bok-toi', '2024-06-20'), visit('an-my', '2024-05-31')];
  const { visited, before } = coverage(['bok-toi', 'an-my'], visits, [month('2024-06'), month('2024-05')]);
  expect([...visited]).toEqual(['bok-toi']);
  expect([...before]).toEqual(['an-my']);
});
it('a withdrawn report is no visit, and another district does not count', () => {
  const visits = [visit('bok-toi', '2024-06-05', 'withdrawn'), visit('quy-nhon', '2024-06-05')];
  expect(coverage(['bok-toi'], visits, [month('2024-06'), month('2024-05')]).visited.size).toBe(0);
});
it('the period before counts apart', () => {
  expect(coverage(['a'], [visit('a', '2023-12-30')], [month('2024-01'), month('2023-12')]).before.size).toBe(1);
});
