import { describe, expect, it } from 'vitest';
import { ago, dayOf, dayText, instantText, numberText, percentText, sizeText, timeText } from './format.ts';

const AT = Date.parse('2024-06-24T17:05:00Z'); // 00:05 on the 25th at the office

describe('days and times', () => {
  it('are written as an official writes them', () => {
    expect(dayText('2024-06-24')).toBe('24/06/2024');
    expect(timeText(Date.parse('2024-06-24T07:05:00Z'))).toBe('14:05');
  });

  it('belong to the office, not to the phone', () => {
    expect(dayOf(AT)).toBe('2024-06-25');
    expect(timeText(AT)).toBe('00:05');
  });

  it('leave out today', () => {
    expect(instantText(AT, AT + 60_000)).toBe('00:05');
    expect(instantText(AT, AT + 86_400_000)).toBe('25/06/2024 00:05');
  });

  it('keep what is no date', () => {
    expect(dayText('')).toBe('');
  });
});

describe('how long ago', () => {
  it('is said in minutes, then hours, then not at all', () => {
    expect(ago(AT, AT + 20_000)).toEqual({ unit: 'now', count: 0 });
    expect(ago(AT, AT + 125_000)).toEqual({ unit: 'minutes', count: 2 });
    expect(ago(AT, AT + 3 * 3_600_000)).toEqual({ unit: 'hours', count: 3 });
    expect(ago(AT, AT + 86_400_000)).toBeNull();
  });

  it('is not said of the future', () => {
    expect(ago(AT + 3_600_000, AT)).toBeNull();
  });
});

describe('numbers', () => {
  it('follow the language', () => {
    expect(numberText(1234.5, 'vi', 1)).toBe('1.234,5');
    expect(numberText(1234.5, 'en', 1)).toBe('1,234.5');
    expect(percentText(38 / 45, 'vi')).toMatch(/^84,4\s?%$/);
    expect(percentText(38 / 45, 'en')).toBe('84.4%');
  });

  it('round sizes up, never to nothing', () => {
    expect(sizeText(1, 'vi')).toBe('1 KB');
    expect(sizeText(1_440_000, 'vi')).toBe('1,4 MB');
  });
});
