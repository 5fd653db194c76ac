import { describe, expect, it } from 'vitest';
import type { ThreadEntry } from '../../sync/records.ts';
import { escalatedOn, firstAnswer } from './clocks.ts';

const said = (kind: string, role: string, at: number) => ({ kind, role, at }) as ThreadEntry;

describe('the first answer', () => {
  it('is a word of the agency, not of the commune or the clerk', () => {
    const thread = [said('raised', 'cadre', 1), said('message', 'contact', 2), said('owned', 'clerk', 3), said('message', 'agency', 4), said('answered', 'agency', 5)];
    expect(firstAnswer({ thread })).toBe(4);
    expect(firstAnswer({ thread: thread.slice(0, 3) })).toBeNull();
  });
  it('may be given on the spot', () => {
    expect(firstAnswer({ thread: [said('raised', 'cadre', 1), said('explained', 'cadre', 2)] })).toBe(2);
  });
});

describe('going up a level', () => {
  it('happens seven calendar days past the date', () => {
    expect(escalatedOn('2024-06-20', 6)).toBeNull();
    expect(escalatedOn('2024-06-20', 7)).toBe('2024-06-27');
    expect(escalatedOn('2024-06-28', 30)).toBe('2024-07-05');
    expect(escalatedOn(null, 30)).toBeNull();
  });
});
