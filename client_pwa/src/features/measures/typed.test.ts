import { describe, expect, it } from 'vitest';
import { readMeasure } from './typed.ts';

describe('a number as it is typed', () => {
  it.each([
    ['64', 64_000, 'eq'],
    ['> 64', 64_000, 'gt'],
    ['>=85', 85_000, 'ge'],
    ['≤ 2,10 %', 2_100, 'le'],
    ['~70', 70_000, 'approx'],
    ['84,4', 84_400, 'eq'],
    ['84.4', 84_400, 'eq'],
    ['4.200', 4_200_000, 'eq'],
    ['1 234 567,5', 1_234_567_500, 'eq'],
    ['1.234.567,125', 1_234_567_125, 'eq'],
    ['0', 0, 'eq'],
  ])('in Vietnamese %s', (typed, value, comparator) => {
    expect(readMeasure(typed, true)).toEqual({ value, comparator });
  });
  it.each([
    ['4,200', 4_200_000],
    ['84.4', 84_400],
    ['4.200', 4_200],
  ])('in English %s', (typed, value) => {
    expect(readMeasure(typed, false)?.value).toBe(value);
  });
  it.each(['', '-5', 'bốn', '1.2.3', '64 nhà', '12,3456', '9999999999999999'])('no number: "%s"', (typed) => {
    expect(readMeasure(typed, true)).toBeNull();
  });
});
