import { afterEach, describe, expect, it, vi } from 'vitest';
import { coalesced } from './follow.ts';

/** The ends of the runs, in their order. */
let ends: { done: () => void; fail: (reason: Error) => void }[] = [];
const run = (): Promise<void> => new Promise((done, fail) => void ends.push({ done, fail }));
const soon = (): Promise<void> => new Promise(setImmediate);

afterEach(() => {
  ends = [];
  vi.useRealTimers();
});

describe('what is read again when something changed', () => {
  it('is read once more however often it was asked for meanwhile, and never twice at once', async () => {
    const read = coalesced(run);
    for (let asked = 0; asked < 3; asked += 1) read();
    expect(ends).toHaveLength(1);
    ends[0]?.done();
    await soon();
    expect(ends).toHaveLength(2);
    ends[1]?.done();
    await soon();
    read();
    expect(ends).toHaveLength(3);
  });

  it('is read once more when the reading under way fails', async () => {
    const lost = vi.fn();
    const theirs = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', lost);
    const read = coalesced(run);
    read();
    read();
    ends[0]?.fail(new Error('the store went'));
    await soon();
    await soon();
    expect([ends.length, lost.mock.calls.length]).toEqual([2, 1]);
    process.removeAllListeners('unhandledRejection');
    for (const ear of theirs) process.on('unhandledRejection', ear);
  });

  it('is read once more soon when its reading failed and nothing changes any more [invariant counts-are-true]', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const lost = vi.fn();
    const theirs = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', lost);
    coalesced(run)();
    ends[0]?.fail(new Error('the browser let go of the store'));
    await soon();
    expect([ends.length, lost.mock.calls.length]).toEqual([1, 1]);
    vi.advanceTimersToNextTimer();
    ends[1]?.done();
    await soon();
    expect([ends.length, vi.getTimerCount()]).toEqual([2, 0]);
    process.removeAllListeners('unhandledRejection');
    for (const ear of theirs) process.on('unhandledRejection', ear);
  });
});
