import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotSaved } from './db.ts';
import { forget, keep, kept, recall } from './scratch.ts';
import { Office } from './testing/office.ts';
import { type Phone, phone } from './testing/phone.ts';

let tab: Phone;

beforeEach(async () => {
  tab = await phone(new Office());
});

/** What another tab, or the next start, would find. */
const onDisk = async (key: string): Promise<unknown> => (await tab.store.db.getMany('scratch', [key]))[0];

describe('half-typed words', () => {
  it('are read as they were typed last, while they are on their way and after', async () => {
    for (const text of ['n', 'nư', 'nước']) keep('a', text, tab.store);
    expect(await kept('a', tab.store)).toBe('nước');
    await vi.waitFor(async () => expect(await onDisk('a')).toBe('nước'));
    forget('a', tab.store);
    expect(await kept('a', tab.store)).toBe('');
    await vi.waitFor(async () => expect(await onDisk('a')).toBeUndefined());
    expect(await kept('a', tab.store)).toBe('');
  });

  it('do not come any more to a screen that was left before they were read', async () => {
    keep('a', 'nước', tab.store);
    const [here, left] = [vi.fn<(text: string) => void>(), vi.fn<(text: string) => void>()];
    recall('a', left, tab.store)();
    recall('a', here, tab.store);
    await vi.waitFor(() => expect(here.mock.calls).toEqual([['nước']]));
    expect(left).not.toHaveBeenCalled();
  });

  it('are still there when the phone had no room for them, and are kept once it has [invariant no-value-vanishes]', async () => {
    keep('a', 'nước', tab.store);
    await vi.waitFor(async () => expect(await onDisk('a')).toBe('nước'));
    const full = vi.spyOn(tab.store.db, 'write').mockRejectedValue(new NotSaved('quota'));
    keep('a', 'nước sạch', tab.store);
    await vi.waitFor(() => expect(full).toHaveBeenCalled());
    await new Promise(setImmediate);
    expect(await kept('a', tab.store)).toBe('nước sạch');
    full.mockRestore();
    keep('b', 'đường', tab.store);
    await vi.waitFor(async () => expect([await onDisk('a'), await onDisk('b')]).toEqual(['nước sạch', 'đường']));
  });
});
