import { describe, expect, it } from 'vitest';
import clones from '../../../../sync/vectors/clones.json' with { type: 'json' };
import { saysTheSame, toldBefore } from './clones.ts';

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

describe('a joint trip counted twice', () => {
  const trip = { id: 'mine', amends: null, unit: 'an', day: '2024-06-24', people: ['khang', 'duyen'] };
  const other = { id: 'other', unit: 'an', day: '2024-06-24', status: 'sent', author: 'duyen', companions: ['khang'], of: null };
  it('is noticed by its unit, its day and who went', () => {
    expect(toldBefore([other], trip)).toBe(other);
    expect(toldBefore([{ ...other, author: 'thuan', companions: ['khang'] }], trip)).not.toBeNull();
  });
  it('is none on another day or in another unit, of other people, or where it was withdrawn or is amended', () => {
    const none = [{ ...other, day: '2024-06-23' }, { ...other, unit: 'binh' }, { ...other, author: 'thuan', companions: [] }, { ...other, status: 'withdrawn' }, { ...other, id: 'mine' }, { ...other, of: 'mine' }];
    expect(toldBefore(none, trip)).toBeNull();
    expect(toldBefore([other], { ...trip, amends: 'other' })).toBeNull();
    expect(toldBefore([{ ...other, unit: null as never }], { ...trip, unit: null })).toBeNull();
  });
});
