import { expect, it } from 'vitest';
import { pageOf, sifted } from './sift.ts';

const cards = ['xa an hao tay huyen hoai an', 'xa bok toi huyen hoai an'].map((text) => ({ text, unit: null }));

it('finds without accents, whatever the order of the words', () => {
  expect(sifted(cards, 'Hoài Ân bok')).toEqual([cards[1]]);
  expect(sifted(cards, 'Ân Hảo'.normalize('NFD'))).toEqual([cards[0]]);
});
it('an empty question keeps all', () => {
  expect(sifted(cards, '  ')).toEqual(cards);
});
it('shows fifty at a time', () => {
  expect(pageOf(Array.from({ length: 120 }), 2)).toHaveLength(100);
});
