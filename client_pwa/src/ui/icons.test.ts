import { expect, it } from 'vitest';
import { iconPath } from '../../build/icons.ts';
import * as icons from './icons.ts';
import * as more from './more_icons.ts';

const lucideName = (name: string) => name.replace(/([A-Z]|\d+)/g, (part, _, at: number) => (at === 0 ? '' : '-') + part.toLowerCase());

it.each(Object.entries({ ...icons, ...more }))('%s is the Lucide icon of that name', (name, path) => {
  expect(iconPath(lucideName(name))).toBe(path);
});
