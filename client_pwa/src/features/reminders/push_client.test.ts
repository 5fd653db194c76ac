import { beforeEach, expect, it, vi } from 'vitest';
import '../../store/testing/phone.ts';
import { phone, writePhone } from '../../store/phone.ts';
import { noteTurnedOn, turnedOn } from './asking_marks.ts';
import { turnOffAfter } from './push_client.ts';

const HELD = { person: 'an', id: 'one' };
const AN = { person: 'an', name: 'An', username: 'an', device: 'd1', roles: [], mustChange: false, officeOffsetMs: 0 };
let ended: number;

beforeEach(async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  ended = 0;
  const pushManager = { getSubscription: async () => ({ unsubscribe: async () => void (ended += 1) }) };
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => ({ pushManager }) } });
  await writePhone({ people: [AN], current: 'an' });
  noteTurnedOn(HELD);
});

it('a phone whose store did not open this once goes on reminding its person', async () => {
  // Nobody is here: the page knows of no person. The phone does.
  await turnOffAfter(HELD);
  expect([turnedOn(), ended]).toEqual([HELD, 0]);
  const broken = vi.spyOn(phone, 'getMany').mockRejectedValue(new DOMException('no', 'UnknownError'));
  await turnOffAfter(HELD);
  broken.mockRestore();
  expect([turnedOn(), ended]).toEqual([HELD, 0]);
});

it.each([null, 'binh'])('a phone that he has left reminds him no more, where %s is at it now [invariant data-keyed-by-person]', async (current) => {
  await writePhone({ people: [AN], current });
  await turnOffAfter(HELD);
  expect([turnedOn(), ended]).toEqual([null, 1]);
});
