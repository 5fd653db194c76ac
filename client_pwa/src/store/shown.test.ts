import { expect, it } from 'vitest';
import { showOnce } from './shown.ts';
import { Office } from './testing/office.ts';
import { Browser } from './testing/phone.ts';

const { ports } = new Browser(new Office());

async function tell(id: string): Promise<boolean[]> {
  const seen: boolean[] = [];
  await showOnce(id, ports, async (again) => void seen.push(again));
  return seen;
}

it('a reminder that comes twice is known the second time', async () => {
  expect(await tell('a')).toEqual([false]);
  expect(await tell('b')).toEqual([false]);
  expect(await tell('a')).toEqual([true]);
});
it('two that come at once do not both think that they are the first', async () => {
  const both = await Promise.all([tell('c'), tell('c')]);
  expect(both.flat().sort()).toEqual([false, true]);
});
it('one that could not be shown is no old one', async () => {
  await expect(showOnce('d', ports, () => Promise.reject(new TypeError('not granted')))).rejects.toThrow('not granted');
  expect(await tell('d')).toEqual([false]);
});
it('remembers the last hundred', async () => {
  await tell('old');
  for (let at = 0; at < 100; at += 1) await tell(`many${at}`);
  expect(await tell('old')).toEqual([false]);
  expect(await tell('many99')).toEqual([true]);
});
