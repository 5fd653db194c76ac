import { afterEach, expect, it, vi } from 'vitest';
import { NotSaved } from '../store/db.ts';
import { create, edit, flush } from '../store/drafts.ts';
import { setHere } from '../store/here.ts';
import { Office } from '../store/testing/office.ts';
import { newId, phone } from '../store/testing/phone.ts';
import { start, takeNewVersion } from './start.ts';

vi.mock('./syncing.svelte.ts', () => ({ setNewVersion: () => undefined, setRhythm: () => undefined }));
vi.mock('../store/rhythm.ts', () => ({ Rhythm: class { start = () => undefined; stop = () => undefined } }));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

it('a new build takes over only once what is being written is on the disk [invariant no-value-vanishes]', async () => {
  const waiting = { state: 'installed', postMessage: vi.fn(), addEventListener: () => undefined };
  const registration = { waiting, addEventListener: () => undefined };
  const serviceWorker = { controller: {}, register: async () => registration, addEventListener: () => undefined };
  vi.stubEnv('PROD', true);
  vi.stubGlobal('navigator', { serviceWorker });
  vi.stubGlobal('localStorage', { getItem: () => null });
  const { store } = await phone(new Office());
  await start();
  await new Promise(setImmediate);
  setHere(store);
  const id = create({ unit: newId(), findings: 'Cầu' }, store);
  await flush(store);
  const full = vi.spyOn(store.db, 'write').mockRejectedValue(new NotSaved('quota'));
  edit(id, { findings: 'Cầu gãy' }, store);
  await expect(takeNewVersion()).rejects.toThrow(NotSaved);
  expect(waiting.postMessage).not.toHaveBeenCalled();
  full.mockRestore();
  await takeNewVersion();
  expect(waiting.postMessage).toHaveBeenCalledWith({ kind: 'take_over' });
});
