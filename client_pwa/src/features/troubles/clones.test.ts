import { describe, expect, it } from 'vitest';
import clones from '../../../../sync/vectors/clones.json' with { type: 'json' };
import { saysTheSame } from './clones.ts';

describe('the same words', () => {
  it.each(clones.same)('$name', ({ one, other, same }) => {
    expect(saysTheSame(one, other)).toBe(same);
    expect(saysTheSame(other, one)).toBe(same);
  });
});

const report = { findings: 'Kênh N3 bồi lấp.', difficulties: 'Thiếu kinh phí.', recommendations: null, proposals: null };

it('a report in the words of an earlier one is noticed, however it is spaced', () => {
  expect(saysTheSame(report, { ...report })).toBe(true);
  expect(saysTheSame({ ...report, findings: ' Kênh  N3 bồi\nlấp. '.normalize('NFD') }, report)).toBe(true);
});
it('a word that differs makes it another report, and nothing repeats nothing', () => {
  expect(saysTheSame(report, { ...report, findings: 'Kênh N4 bồi lấp.' })).toBe(false);
  expect(saysTheSame({}, { findings: ' ' })).toBe(false);
});
