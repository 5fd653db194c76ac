import { expect, it } from 'vitest';
import { saysTheSame } from './clones.ts';

const report = { findings: 'Kênh N3 bồi lấp.', difficulties: 'Thiếu kinh phí.', recommendations: null, proposals: null };

it('a report in the words of an earlier one is noticed, however it is spaced', () => {
  expect(saysTheSame(report, { ...report })).toBe(true);
  expect(saysTheSame({ ...report, findings: ' Kênh  N3 bồi\nlấp. '.normalize('NFD') }, report)).toBe(true);
});
it('a word that differs makes it another report, and nothing repeats nothing', () => {
  expect(saysTheSame(report, { ...report, findings: 'Kênh N4 bồi lấp.' })).toBe(false);
  expect(saysTheSame({}, { findings: ' ' })).toBe(false);
});
