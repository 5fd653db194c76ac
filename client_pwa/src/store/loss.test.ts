import { afterEach, describe, expect, it, vi } from 'vitest';
import { commit } from './commit.ts';
import { say } from './intents.ts';
import { readFacts } from './facts.ts';
import { knownBefore, noticeDropped } from './loss.ts';
import { HELD } from './phone.ts';
import { Office } from './testing/office.ts';
import { phone } from './testing/phone.ts';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});

afterEach(() => kept.clear());

describe('what a store held is noted outside of it', () => {
  it('a store from which only the newest was dropped says so [invariant storage-loss-announced] [failure 35]', async () => {
    const { store } = await phone(new Office());
    await say('draft.restore', '019066db-0000-7000-8000-000000000001', {}, 'cadre', store);

    kept.set(HELD + store.person, JSON.stringify({ known: 0, unsent: 3, seq: 3 }));
    expect(await noticeDropped(store)).toBe(true);
    expect((await readFacts(store)).meta.lost).toMatchObject({ unsent: 2, newest: true });
  });

  it('a store that was found empty says that, and not that its newest was dropped [invariant storage-loss-announced]', async () => {
    const { store } = await phone(new Office());
    const lost = { known: 4, unsent: 2, at: 1_719_280_800_000 };
    await commit(store, (step) => step.changeMeta({ lost }));

    kept.set(HELD + store.person, JSON.stringify({ known: 4, unsent: 2, seq: 6 }));
    expect(await noticeDropped(store)).toBe(false);
    expect((await readFacts(store)).meta.lost).toEqual(lost);
  });

  it('a store that holds what was noted, or more, says nothing [invariant storage-loss-announced]', async () => {
    const { store } = await phone(new Office());
    await say('draft.restore', '019066db-0000-7000-8000-000000000001', {}, 'cadre', store);

    kept.set(HELD + store.person, JSON.stringify({ known: 0, unsent: 1, seq: 1 }));
    expect(knownBefore(store.person)).not.toBeNull();
    expect(await noticeDropped(store)).toBe(false);
    expect((await readFacts(store)).meta.lost).toBeNull();
  });
});
