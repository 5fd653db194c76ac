import { expect, it } from 'vitest';
import { isZone } from './rules.ts';
import { zoneChoices } from './zones.ts';

it('offers home first, each zone once, and none that does not exist', () => {
  const choices = zoneChoices('Europe/Berlin', 'Việt Nam');
  expect(choices[0]).toEqual({ id: 'Asia/Ho_Chi_Minh', text: 'Việt Nam' });
  const ids = choices.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('Europe/Berlin');
  expect(ids).not.toContain('Asia/Saigon');
  expect(ids.filter((id) => !isZone(id))).toEqual([]);
  expect(choices).toContainEqual({ id: 'America/New_York', text: 'New York', detail: 'America' });
});

it('leaves out a zone that was kept and is there no more', () => {
  expect(zoneChoices('Asia/Nowhere', 'Việt Nam').map(({ id }) => id)).not.toContain('Asia/Nowhere');
});
