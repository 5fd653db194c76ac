import { expect, it } from 'vitest';
import { blankCard, type Card } from '../../store/cards.ts';
import { isPressing, pressing } from './promises.ts';

const TODAY = '2024-06-25';
const visit = (id: string, dues: readonly string[], fields: Partial<Card> = {}): Card => ({
  ...blankCard('visit', id),
  status: 'approved',
  promises: dues.map((due) => ({ id: `${id} ${due}`, text: `by ${due}`, due })),
  ...fields,
});
const days = (visits: readonly Card[]): string[] => pressing(visits, TODAY).map(({ due }) => due);

it('what is overdue comes first, then what is due soon', () => {
  expect(days([visit('a', ['2024-07-01', '2024-06-20']), visit('b', ['2024-06-25'])])).toEqual(['2024-06-20', '2024-06-25', '2024-07-01']);
});
it('two weeks ahead and a month behind, and no further', () => {
  expect(['2024-07-09', '2024-05-26'].map((due) => isPressing(due, TODAY))).toEqual([true, true]);
  expect(['2024-07-10', '2024-05-25'].map((due) => isPressing(due, TODAY))).toEqual([false, false]);
});
it('a withdrawn report promises nothing', () => {
  expect(days([visit('a', ['2024-06-25'], { status: 'withdrawn' })])).toEqual([]);
});
it('an amended report promises what its amendment says', () => {
  expect(days([visit('a', ['2024-06-25']), visit('b', ['2024-06-28'], { of: 'a' })])).toEqual(['2024-06-28']);
});
it('others’ reports hold no promise of mine', () => {
  expect(days([blankCard('visit', 'a')])).toEqual([]);
});
