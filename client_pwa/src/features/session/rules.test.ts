import { expect, it } from 'vitest';
import { checkPassword } from './rules.ts';

it('a password has ten characters, marks and all', () => {
  expect(checkPassword('địa bàn 1', 'địa bàn 1')).toBe('short');
  expect(checkPassword('địa bàn 26', 'địa bàn 26')).toBeNull();
});
it('the same password twice', () => {
  expect(checkPassword('dia-ban-2026', 'dia-ban-2025')).toBe('differs');
});
