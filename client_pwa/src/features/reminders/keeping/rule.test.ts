import { describe, expect, it } from 'vitest';
import occasions from '../../../../../sync/vectors/occasions.json' with { type: 'json' };
import { DEFAULT_TURNS } from './defaults.ts';
import { faultsOf, fieldsOf, type RuleFields, turnsOf } from './rule.ts';

const RULE = { id: 'r', code: 'visit_due', turns: '-7 -2 0 3', wording_vi: 'Đến hạn { unit }', wording_en: null, by: 'p' };
const FIELDS: RuleFields = { on: true, before: '5, 1', that_day: false, after: '1', wording_vi: '', wording_en: '' };
const faults = (change: Partial<RuleFields>) => faultsOf({ ...FIELDS, ...change }).map(({ code, field }) => [code, field]);

describe('the rule of an occasion', () => {
  it('begins as the office reminds where it has said nothing', () => {
    expect(DEFAULT_TURNS).toEqual(occasions);
    expect(fieldsOf(undefined, '-5 -1 1')).toEqual(FIELDS);
  });

  it.each(Object.entries(occasions))('%s is written as it was read', (_code, turns) => {
    expect(turnsOf(fieldsOf(undefined, turns))).toBe(turns);
    expect(faultsOf(fieldsOf(undefined, turns))).toEqual([]);
  });

  it('shows what the office has said', () => {
    expect(fieldsOf(RULE, '-5 -1 1')).toEqual({ on: true, before: '7, 2', that_day: true, after: '3', wording_vi: 'Đến hạn { unit }', wording_en: '' });
    expect(turnsOf(fieldsOf(RULE, ''))).toBe(RULE.turns);
  });

  it('that is off says no days, and has those of the default ready', () => {
    const off = fieldsOf({ ...RULE, turns: null }, '-5 -1 1');
    expect([off.on, off.before, turnsOf(off), faultsOf(off)]).toEqual([false, '5, 1', null, []]);
  });

  it('takes days in any order, with any separators, each once', () => {
    expect(turnsOf({ ...FIELDS, before: '1;5  2,5', that_day: true, after: '3 1' })).toBe('-5 -2 -1 0 1 3');
  });
});

describe('what is wrong with it is said at its field', () => {
  it.each([
    ['a word', { before: 'năm' }, [['days', 'before']]],
    ['too far', { after: '91' }, [['days', 'after']]],
    ['no day of its own', { after: '0' }, [['days', 'after']]],
    ['three digits', { before: '100' }, [['days', 'before']]],
    ['no day at all', { before: '', after: ' ' }, [['none', 'before']]],
    ['eleven days', { before: '1 2 3 4 5', after: '1 2 3 4 5 6' }, [['turns_bad', 'turns']]],
    ['a variable that nobody knows', { wording_vi: 'Chào { name }' }, [['wording_bad', 'wording_vi']]],
    ['a brace left open', { wording_en: 'Due in { unit' }, [['wording_bad', 'wording_en']]],
    ['nothing, when it is off', { on: false, before: 'năm' }, []],
  ])('%s', (_name, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });
});
