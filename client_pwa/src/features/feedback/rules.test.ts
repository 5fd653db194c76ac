import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/feedback_rules.json' with { type: 'json' };
import { type Actor, checkRaised, checkStep, type Item, mayTake, type Step } from './rules.ts';

describe('who may take which step, as the server says it', () => {
  it.each(vectors.steps)('$name', ({ step, item, actor, refusal }) => {
    const found = checkStep(step as Step, item as Item, actor as Actor);
    expect(found && [found.code, found.field]).toEqual(refusal);
  });
  it.each(vectors.steps.filter(({ refusal }) => refusal === null))('$name: the step stands open', (vector) => {
    const { step, item, actor } = vector as { step: Step; item: Item; actor: Actor };
    expect(mayTake(step.name, item, actor)).toBe(true);
  });
  it('nobody is shown the granting of his own extension', () => {
    const [vector] = vectors.steps.filter(({ refusal }) => refusal?.[0] === 'own_extension');
    const { step, item, actor } = vector as unknown as { step: Step; item: Item; actor: Actor };
    expect(mayTake(step.name, item, actor)).toBe(false);
  });
});

describe('what a new item needs, as the server says it', () => {
  it.each(vectors.raised)('$name', ({ fields, refusals }) => {
    expect(checkRaised(fields).map(({ code, field }) => [code, field])).toEqual(refusals);
  });
});
