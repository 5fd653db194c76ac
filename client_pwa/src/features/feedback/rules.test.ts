import { describe, expect, it } from 'vitest';
import figureVectors from '../../../../sync/vectors/feedback_figures.json' with { type: 'json' };
import vectors from '../../../../sync/vectors/feedback_rules.json' with { type: 'json' };
import {
  type Actor,
  category,
  checkRaised,
  checkStep,
  type Entry,
  figures,
  type Item,
  mayTake,
  percent,
  standing,
  type Step,
} from './rules.ts';

describe('who may take which step, as the server says it', () => {
  it.each(vectors.steps)('$name', ({ step, item, actor, refusal }) => {
    const found = checkStep(step as Step, item as Item, actor as Actor);
    expect(found && [found.code, found.field]).toEqual(refusal);
  });
  it.each(vectors.steps.filter(({ refusal }) => refusal === null))('$name: the step stands open', (vector) => {
    const { step, item, actor } = vector as { step: Step; item: Item; actor: Actor };
    expect(mayTake(step.name, item, actor)).toBe(true);
  });
});

describe('what a new item needs, as the server says it', () => {
  it.each(vectors.raised)('$name', ({ fields, refusals }) => {
    expect(checkRaised(fields).map(({ code, field }) => [code, field])).toEqual(refusals);
  });
});

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
