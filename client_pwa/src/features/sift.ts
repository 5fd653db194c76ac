// Long lists: what a question finds, and as much of it as is shown at once. Pure.
import type { Card } from '../store/cards.ts';
import { fold, matches } from '../view/fold.ts';

// Some screens of a phone; a list of thousands would take seconds to draw.
const PAGE = 50;

/** The cards whose folded words answer the question, in their order; an empty question keeps all. `more`: what a unit is
    found by besides, such as its former names. */
export function sifted<C extends Pick<Card, 'text' | 'unit'>>(cards: readonly C[], question: string, more: (unit: string | null) => string = () => ''): readonly C[] {
  const asked = fold(question);
  return asked === '' ? cards : cards.filter(({ text, unit }) => matches(`${text} ${more(unit)}`, asked));
}

/** The first so many pages of a list. */
export function pageOf<C>(cards: readonly C[], pages: number): readonly C[] {
  return cards.slice(0, pages * PAGE);
}
