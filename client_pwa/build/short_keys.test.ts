import { describe, expect, it } from 'vitest';
import { shortNames, withShortKeys } from './short_keys.ts';

const KEYS = ['visits-new', 'visits-kind', 'visits-kind-dialogue', 'visits-no-date', 'error-not-found', 'notice-visit-due', 'help-all-1', 'unsent'];

describe('short keys', () => {
  it('are given to keys that stand whole in the code, and to no others', () => {
    const short = shortNames(KEYS, ['t(`visits-kind-${kind}`)', 't(`visits-${field}`)']);
    expect([...short.keys()]).toEqual(['help-all-1', 'visits-no-date']);
  });

  it('stand in code and in words alike, with their attributes', () => {
    const short = new Map([['help-all-1', 'a'], ['visits-no-date', 'b']]);
    expect(withShortKeys("t('visits-no-date'); const pages = ['help-all-1']; t(`${page}.text`)", short)).toBe("t('b'); const pages = ['a']; t(`${page}.text`)");
    expect(withShortKeys('{"help-all-1":"?","help-all-1.text":"!","x":[{"message":"visits-no-date"}]}', short)).toBe('{"a":"?","a.text":"!","x":[{"message":"b"}]}');
  });

  it('take nothing else for a key', () => {
    const short = new Map([['visits-new', 'a']]);
    const code = 'const html = `<p class="visits-new-row">visits-new</p>`; go("/visits-new")';
    expect(withShortKeys(code, short)).toBe(code);
  });
});
