import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { create, edit, flush } from '../store/drafts.ts';
import { setHere } from '../store/here.ts';
import { Office } from '../store/testing/office.ts';
import { newId, type Phone, phone } from '../store/testing/phone.ts';
import { cards } from './tables.svelte.ts';

let tab: Phone;
/** What no one catches: the page reports it. */
const lost = vi.fn();
const theirs = process.listeners('unhandledRejection');

/** The browser lets go of the store under the next read that follows a change. */
let fails = false;

beforeEach(async () => {
  tab = await phone(new Office());
  // Told of the change before the lists are.
  tab.store.listen(() => {
    if (fails) vi.spyOn(tab.store.db, 'getMany').mockRejectedValueOnce(new DOMException('gone', 'AbortError'));
    fails = false;
  });
  setHere(tab.store);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', lost);
});

afterEach(() => {
  setHere(null);
  process.removeAllListeners('unhandledRejection');
  for (const ear of theirs) process.on('unhandledRejection', ear);
});

const villages = (): unknown[] => cards('draft').rows.map(({ title }) => title).sort();

it('a list whose reading failed shows with the next change what it missed [invariant counts-are-true]', async () => {
  const [one = '', other = ''] = ['Xóm Trên', 'Xóm Dưới'].map((village) => create({ unit: newId(), village }, tab.store));
  await flush(tab.store);
  expect(villages()).toEqual([]);
  await vi.waitFor(() => expect(villages()).toEqual(['Xóm Dưới', 'Xóm Trên']));
  fails = true;
  edit(one, { village: 'Xóm Giữa' }, tab.store);
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
  edit(other, { village: 'Xóm Chợ' }, tab.store);
  await vi.waitFor(() => expect(villages()).toContain('Xóm Chợ'));
  expect(villages()).toEqual(['Xóm Chợ', 'Xóm Giữa']);
});
