import { expect, it } from 'vitest';
import { withConstants } from './never.ts';

const CODE = 'export let hydrating = false;\nexport function set_hydrating(value) {\n\thydrating = value;\n}\nexport const other = 1;\n';

it('makes a constant of what the app never does, and a setter that sets nothing', () => {
  expect(withConstants(CODE, ['hydrating'])).toBe(
    'export const hydrating = false;\nexport function set_hydrating(value) {\n}\nexport const other = 1;\n',
  );
});

it('ends the build when Svelte has changed, rather than carry again what it guards', () => {
  expect(() => withConstants('export var hydrating = false;', ['hydrating'])).toThrow('hydrating');
});
