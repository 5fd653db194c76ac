import { describe, expect, it } from 'vitest';
import { checkWords } from './fluent_keys.ts';

const faultsOf = (vi: string, en: string) => checkWords({ vi: { common: vi }, en: { common: en } }).faults;

describe('the words of two languages', () => {
  it('agree when keys and arguments are the same', () => {
    const { keys, faults } = checkWords({ vi: { a: 'unsent = Chưa gửi { $n }\n' }, en: { a: 'unsent = { $n ->\n    [one] one\n   *[other] { $n } unsent\n }\n' } });
    expect(faults).toEqual([]);
    expect(keys.get('unsent')?.get('n')).toBe('number');
  });

  it('name the key that one of them lacks', () => {
    expect(faultsOf('today = Hôm nay\n', '')).toEqual(['en: "today" is missing']);
  });

  it('name the argument that one of them leaves out', () => {
    expect(faultsOf('late = Trễ { $days } ngày\n', 'late = Late\n')).toEqual(['en: "late" does not use $days']);
  });

  it('name the line that is no Fluent', () => {
    expect(faultsOf('today = Hôm nay\n= lạc\n', 'today = Today\n')[0]).toMatch(/^vi\/common\.ftl:2: /);
  });

  it('refuse a key that stands twice, and a reference to nothing', () => {
    expect(faultsOf('a = A\na = B\nb = { -ten }\n', 'a = A\nb = B\n')).toEqual([
      'vi/common.ftl: "a" stands already in vi/common.ftl',
      'vi/common.ftl: "b" refers to -ten, which is nowhere',
    ]);
  });
});
