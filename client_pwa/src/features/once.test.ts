import { expect, it } from 'vitest';
import { once } from './once.ts';
import { submitted } from './submitted.ts';

it('says nothing twice for a second tap before the first is on the disk', async () => {
  const said: string[] = [];
  let kept = (): void => undefined;
  const say = once(async (words: string) => {
    said.push(words);
    await new Promise<void>((done) => (kept = done));
  });
  const both = [say('a'), say('a')];
  kept();
  await Promise.all(both);
  expect(said).toEqual(['a']);
  void say('b');
  expect(said).toEqual(['a', 'b']);
});

it('may be tried again after it was not kept', async () => {
  let tries = 0;
  const say = once(async () => {
    tries += 1;
    throw new Error('not saved');
  });
  await expect(say()).rejects.toThrow('not saved');
  await expect(say()).rejects.toThrow('not saved');
  expect(tries).toBe(2);
});

it('keeps the browser from sending a form that is handed in twice', async () => {
  let tries = 0;
  const save = submitted(async () => void (tries += 1));
  const events = [new Event('submit', { cancelable: true }), new Event('submit', { cancelable: true })];
  await Promise.all(events.map(save));
  expect(events.every((event) => event.defaultPrevented)).toBe(true);
  expect(tries).toBe(1);
});
