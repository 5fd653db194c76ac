import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isPutOff, mayAsk, noteTurnedOn, PUT_OFF_DAYS, putOff, turnedOn } from './asking_marks.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2024-06-25T08:00:00+07:00');

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

describe('"not now"', () => {
  it('holds for sixty days, for whoever said it and nobody else', () => {
    putOff('an', NOW);
    expect(isPutOff('an', NOW + PUT_OFF_DAYS * DAY_MS - 1)).toBe(true);
    expect(isPutOff('an', NOW + PUT_OFF_DAYS * DAY_MS)).toBe(false);
    expect(isPutOff('binh', NOW)).toBe(false);
  });
  it('is over once he turned reminders on himself, so that he is asked when they are lost', () => {
    putOff('an', NOW);
    noteTurnedOn({ person: 'an', id: 'one' });
    expect(isPutOff('an', NOW)).toBe(false);
    expect(turnedOn()).toEqual({ person: 'an', id: 'one' });
    noteTurnedOn(null);
    expect(turnedOn()).toBeNull();
  });
  it('does not silence the question for ever when the clock was set back', () => {
    putOff('an', NOW + 400 * DAY_MS);
    expect(isPutOff('an', NOW)).toBe(false);
  });
});

describe('whether the card is fetched at all', () => {
  it('not while it was put off, and not where the browser blocks it', () => {
    vi.stubGlobal('Notification', { permission: 'default' });
    expect(mayAsk('an', NOW)).toBe(true);
    putOff('an', NOW);
    expect(mayAsk('an', NOW)).toBe(false);
    vi.stubGlobal('Notification', { permission: 'denied' });
    expect(mayAsk('binh', NOW)).toBe(false);
  });
});
