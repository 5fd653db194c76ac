import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/acknowledgement_rules.json' with { type: 'json' };
import { checkWord, type Facts } from './rules.ts';

describe('what the commune says to a visit, as the server takes it', () => {
  it.each(vectors.cases)('$name', ({ word, refusal, ...facts }) => {
    const found = checkWord(word, facts as unknown as Facts);
    expect(found && [found.code, found.field]).toEqual(refusal);
  });
});
