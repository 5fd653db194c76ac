import { expect, it } from 'vitest';
import { blankCard, type Card } from '../../store/cards.ts';
import { originalsFor } from './originals.ts';

const card = (id: string, more: Partial<Card>): Card => ({ ...blankCard('feedback', id), status: 'new', unit: 'u', theme: 't', ...more });

it('the likeliest original stands first; closed and linked ones, and itself, are none', () => {
  const rows = [
    card('far', { unit: 'x', theme: 'x' }),
    card('same theme', { unit: 'x' }),
    card('same unit', { theme: 'x', status: 'owned' }),
    card('same', { status: 'answered', at: 1 }),
    card('same, newer', { at: 2 }),
    card('closed', { status: 'confirmed' }),
    card('linked', { status: 'linked' }),
    card('itself', {}),
  ];
  const found = originalsFor(rows, { id: 'itself', unit: 'u', theme: 't' });
  expect(found.map(({ id }) => id)).toEqual(['same, newer', 'same', 'same unit', 'same theme', 'far']);
});
