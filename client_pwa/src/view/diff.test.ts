import { describe, expect, it } from 'vitest';
import { diffWords, type Segment } from './diff.ts';

const without = (segments: Segment[], kind: Segment['kind']) =>
  segments.filter((segment) => segment.kind !== kind).map((segment) => segment.text).join('');
const shown = (before: string, after: string) =>
  diffWords(before, after).map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('');

describe('the difference of two texts', () => {
  it('is one run when nothing changed', () => {
    expect(diffWords('Tuyến kênh N3', 'Tuyến kênh N3')).toEqual([{ kind: 'same', text: 'Tuyến kênh N3' }]);
  });

  it('is nothing for two empty texts', () => {
    expect(diffWords('', '')).toEqual([]);
  });

  it('marks the word that changed and leaves its punctuation alone', () => {
    expect(shown('bồi lấp khoảng 340 m.', 'bồi lấp khoảng 360 m.')).toBe('bồi lấp khoảng [-340-]{+360+} m.');
  });

  it('marks words added in the middle and at the end', () => {
    expect(shown('38 hộ bơm dầu', '38 hộ phải bơm dầu từ 20/1')).toBe('38 hộ {+phải +}bơm dầu{+ từ 20/1+}');
  });

  it('shows two neighbouring changed words as one change', () => {
    expect(shown('do xã quản lý', 'do huyện giám sát và quản lý')).toBe('do [-xã-]{+huyện giám sát và+} quản lý');
    expect(shown('một hai', 'ba bốn')).toBe('[-một hai-]{+ba bốn+}');
  });

  it('does not take NFD for a change', () => {
    expect(diffWords('đường bê tông'.normalize('NFD'), 'đường bê tông')).toHaveLength(1);
  });

  it('gives back both texts, whatever they are', () => {
    const words = ['kênh', ' ', 'N3', ', ', 'thôn', '\n', '340', '.', ' ', 'hộ'];
    let seed = 7;
    const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    const text = () => Array.from({ length: next() % 30 }, () => words[next() % words.length]).join('');
    for (let round = 0; round < 300; round += 1) {
      const [before, after] = [text(), text()];
      const segments = diffWords(before, after);
      expect(without(segments, 'added')).toBe(before);
      expect(without(segments, 'removed')).toBe(after);
    }
  });

  it('gives up finesse, not the answer, when two long texts share nothing', () => {
    const before = 'cũ '.repeat(5_000);
    const after = 'mới '.repeat(5_000);
    const segments = diffWords(before, after);
    expect(segments.length).toBeLessThanOrEqual(3);
    expect(without(segments, 'added')).toBe(before);
  });
});
