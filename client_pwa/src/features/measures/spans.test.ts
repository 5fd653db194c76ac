import { expect, it } from 'vitest';
import { nameOf, spansOf } from './spans.ts';

it.each([
  ['2024-01-01', '2024-12-31', 'year', 1],
  ['2024-01-01', '2024-06-30', 'half', 1],
  ['2024-07-01', '2024-12-31', 'half', 2],
  ['2024-04-01', '2024-06-30', 'quarter', 2],
  ['2024-02-01', '2024-02-29', 'month', 2],
  ['2019-01-01', '2022-12-31', 'years', 0],
  ['2024-01-01', '2024-06-25', 'days', 0],
  ['2024-02-01', '2024-04-30', 'days', 0],
  ['2022-12-31', '2022-12-31', 'day', 0],
])('%s to %s is a %s', (first, last, kind, number) => {
  expect(nameOf(first, last)).toEqual({ kind, year: first.slice(0, 4), number });
});

it('offers what has begun, the year before, and five years', () => {
  const found = spansOf('2024-06-25').map(({ first, last }) => `${first} ${last}`);
  expect(found).toEqual([
    '2024-01-01 2024-12-31', '2024-01-01 2024-06-30', '2024-01-01 2024-03-31', '2024-04-01 2024-06-30',
    '2023-01-01 2023-12-31', '2019-01-01 2024-12-31',
  ]);
});
