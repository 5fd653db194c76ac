import { describe, expect, it } from 'vitest';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { checkWords } from './fluent_keys.ts';
import { readWords } from './fluent_files.ts';
import { compiled, WORDS } from './messages.ts';
import { type Pattern, Speech } from '../src/view/speech.ts';

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

/** What a phone would say of the text, after the build has read it. */
async function spoken(text: string, locale = 'vi', isolates = false): Promise<Speech> {
  const speech = new Speech(locale, { isolates });
  const module = (await import(`data:text/javascript,${encodeURIComponent(compiled(text))}`)) as { default: Record<string, Pattern> };
  speech.add(module.default);
  return speech;
}

/** Values for all arguments of all messages: the words of this app take the same for numbers, texts and states. */
const VALUES = [0, 1, 3, 1234.5, 'urgent', 'xã'].map((value) => new Proxy({}, { has: () => true, get: () => value, getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }) }));

describe('compiled words', () => {
  it('carry no remarks, and keep attributes', async () => {
    const text = 'unsent = { $n ->\n   *[other] Chưa gửi { $n }\n }\nfield = Nội dung\n  .hint = Gợi ý\n# only for translators\n';
    const speech = await spoken(text);
    expect(speech.say('unsent', { n: 3 })).toBe('Chưa gửi 3');
    expect(speech.say('field.hint', null)).toBe('Gợi ý');
    expect(compiled(text)).not.toContain('translators');
  });

  it.each(Object.entries(readWords(WORDS)))('of the app say in "%s" what Fluent says', async (locale, files) => {
    const all = Object.values(files).join('\n');
    const [speech, fluent] = [await spoken(all, locale), new FluentBundle(locale, { useIsolating: false })];
    fluent.addResource(new FluentResource(all));
    for (const [key, { value }] of fluent._messages) {
      for (const values of value === null ? [] : VALUES) expect(speech.say(key, values)).toBe(fluent.formatPattern(value ?? '', values, []));
    }
  });

  it('keep the direction of a value inside words of the other one', async () => {
    const speech = await spoken('a = A { $n }\nb = { $n }\n', 'ar', true);
    expect(speech.say('a', { n: 'x' })).toBe('A \u2068x\u2069');
    expect(speech.say('b', { n: 'x' })).toBe('x');
  });

  it('are silent about nothing: a key or a value that is lacking is a fault', async () => {
    const speech = await spoken('a = A { $n }\n');
    expect(() => speech.say('b', null)).toThrow('"b"');
    expect(() => speech.say('a', {})).toThrow('$n');
  });

  it('end the build at what the app cannot say', () => {
    expect(() => compiled('a = { NUMBER($n) }\n')).toThrow('func');
  });
});
