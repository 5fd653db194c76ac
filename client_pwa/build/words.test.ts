import { describe, expect, it } from 'vitest';
import { FluentBundle } from '@fluent/bundle';
import { checkWords } from './fluent_keys.ts';
import { compiled } from './messages.ts';

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

describe('compiled words', () => {
  it('speak as their text would', async () => {
    const code = compiled('unsent = { $n ->\n   *[other] Chưa gửi { $n }\n }\nfield = Nội dung\n  .hint = Gợi ý\n# only for translators\n');
    const { default: body } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: [] };
    const bundle = new FluentBundle('vi', { useIsolating: false });
    bundle.addResource({ body });
    expect(bundle.formatPattern(bundle.getMessage('unsent')?.value ?? '', { n: 3 })).toBe('Chưa gửi 3');
    expect(bundle.getMessage('field')).toMatchObject({ value: 'Nội dung', attributes: { hint: 'Gợi ý' } });
    expect(code).not.toContain('translators');
  });
});
