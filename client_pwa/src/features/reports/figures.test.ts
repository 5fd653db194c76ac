import { describe, expect, it } from 'vitest';
import figureVectors from '../../../../sync/vectors/feedback_figures.json' with { type: 'json' };
import { category, type Entry, figures, percent, standing } from './figures.ts';

describe('what an item counts as on a day', () => {
  it.each(figureVectors.items)('$name', ({ thread, as_of }) => {
    const found = as_of.map(({ day }) => category(standing(thread as Entry[], day), day));
    expect(found).toEqual(as_of.map((each) => each.category));
  });
});

describe('the figures of quality', () => {
  it.each(figureVectors.figures)('$name', ({ as_of, figures: expected }) => {
    expect(figures(figureVectors.threads as Entry[][], as_of)).toEqual(expected);
  });
  it.each(figureVectors.percents)('$part of $whole is $percent', (vector) => {
    expect(percent(vector.part, vector.whole)).toBe(vector.percent);
  });
});
