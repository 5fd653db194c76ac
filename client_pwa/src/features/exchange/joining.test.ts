import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/feedback_joining.json' with { type: 'json' };
import { type Actor, checkStep, type Item, mayTake, type Step } from '../feedback/rules.ts';
import { checkOriginal, checkParts } from './joining.ts';

const said = (refusal: { code: string; field: string | null } | null) => refusal && [refusal.code, refusal.field];

describe('splitting and linking, as the server says it', () => {
  it.each(vectors.steps)('$name', ({ step, item, actor, refusal }) => {
    expect(said(checkStep(step as Step, item as Item, actor as Actor))).toEqual(refusal);
    if (refusal === null) expect(mayTake((step as Step).name, item as Item, actor as Actor)).toBe(true);
  });
  it.each(vectors.parts)('$name', ({ parts, refusal }) => {
    expect(said(checkParts(parts))).toEqual(refusal);
  });
  it.each(vectors.originals)('$name', ({ original, is_itself, refusal }) => {
    expect(said(checkOriginal(original as Item, is_itself))).toEqual(refusal);
  });
});
