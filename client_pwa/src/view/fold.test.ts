import { describe, expect, it } from 'vitest';
import { fold, matches, rank, search } from './fold.ts';

const PLACES = ['xã Ân Nghĩa, huyện Hoài Ân', 'xã An Nghĩa, huyện An Lão', 'thị trấn Ngô Mây', 'phường Đống Đa', 'xã Ân Hảo Tây'];
const find = (question: string) => search(PLACES, question, (place) => place, 10);

describe('folding', () => {
  it('takes off every mark and makes đ a d', () => {
    expect(fold('Phường ĐỐNG ĐA')).toBe('phuong dong da');
    expect(fold('Nguyễn Thị Bích Thủy, quý trưởng, ỹ ộ ự ẵ')).toBe('nguyen thi bich thuy, quy truong, y o u a');
  });

  it('is the same for composed and decomposed text', () => {
    expect(fold('Ân Hảo Tây'.normalize('NFD'))).toBe(fold('Ân Hảo Tây'.normalize('NFC')));
  });

  it('makes one space of many', () => {
    expect(fold('  Diêu \u00a0 Trì\n')).toBe('dieu tri');
  });
});

describe('matching', () => {
  it('takes the beginnings of words, in any order', () => {
    expect(matches('xa an hao tay', 'tay ha')).toBe(true);
    expect(matches('xa an hao tay', 'ao')).toBe(false);
  });

  it('does not tire of a long text without an answer', () => {
    expect(matches('aaaa '.repeat(4_000), 'aaab')).toBe(false);
  });
});

describe('searching places', () => {
  it('finds both An Nghĩa and Ân Nghĩa when no accent is typed', () => {
    expect(find('an nghia').map((place) => place.split(',')[0])).toEqual(['xã Ân Nghĩa', 'xã An Nghĩa']);
  });

  it('puts first the one whose accents were typed, and keeps the other', () => {
    expect(find('Ân Nghĩa')[0]).toContain('Ân Nghĩa');
    expect(find('An Nghĩa')[0]).toContain('An Nghĩa,');
    expect(find('Ân Nghĩa')).toHaveLength(2);
    expect(find('An Nghĩa')).toHaveLength(2);
  });

  it('finds composed text by decomposed letters and the other way round', () => {
    expect(find('Ân Nghĩa'.normalize('NFD'))[0]).toContain('Ân Nghĩa');
    const decomposed = search(['xã Ân Nghĩa'.normalize('NFD')], 'Ân Nghĩa', (place) => place, 10);
    expect(decomposed).toHaveLength(1);
    expect(rank('xã Ân Nghĩa'.normalize('NFD'), 'Ân Nghĩa')).toBe(rank('xã Ân Nghĩa', 'Ân Nghĩa'));
  });

  it('finds Đống Đa by dong da', () => {
    expect(find('dong da')).toEqual(['phường Đống Đa']);
  });

  it('keeps the given order for an empty question, and its limit', () => {
    expect(search(PLACES, ' ', (place) => place, 2)).toEqual(PLACES.slice(0, 2));
  });
});
