// A rule of the office while it is being filled in: days before and after as people write them, and what is wrong. Pure.
import type { Occasion } from '../../../sync/systems.ts';
import { checkTurns, checkWording, type Refusal, readTurns } from '../rules.ts';

export interface RuleFields {
  on: boolean;
  before: string;
  that_day: boolean;
  after: string;
  wording_vi: string;
  wording_en: string;
}

const DAYS = /^\d{1,2}$/;
const DAYS_MAX = 90;

/** What the form begins with: the office's rule, or the default's days. */
export function fieldsOf(rule: Occasion | undefined, defaults: string): RuleFields {
  // A rule that is off says no days: those of the default stand ready for switching it on.
  const days = readTurns(rule?.turns || defaults);
  const listed = (some: readonly number[]) => some.map((day) => Math.abs(day)).join(', ');
  return {
    on: rule === undefined || Boolean(rule.turns),
    before: listed(days.filter((day) => day < 0)),
    that_day: days.includes(0),
    after: listed(days.filter((day) => day > 0)),
    wording_vi: rule?.wording_vi ?? '',
    wording_en: rule?.wording_en ?? '',
  };
}

/** The days as the rule says them, in order; null when it is off. */
export function turnsOf({ on, before, that_day, after }: RuleFields): string | null {
  const days = [...daysIn(before).map((day) => -day), ...(that_day ? [0] : []), ...daysIn(after)];
  const ordered = [...new Set(days)].sort((one, other) => one - other);
  return on && ordered.length > 0 ? ordered.join(' ') : null;
}

/** What is wrong, by field; none: it can be saved. */
export function faultsOf(fields: RuleFields): Refusal[] {
  const days = (['before', 'after'] as const).filter((name) => fields.on && !areDays(fields[name])).map((name) => ({ code: 'days', field: name }));
  const turns = turnsOf(fields);
  const none = fields.on && days.length === 0 && turns === null ? { code: 'none', field: 'before' } : null;
  const found = [none, days.length === 0 ? checkTurns(turns) : null, ...(['wording_vi', 'wording_en'] as const).map((name) => checkWording(fields[name], name))];
  return [...days, ...found.filter((fault) => fault !== null)];
}

function partsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

function areDays(text: string): boolean {
  return partsOf(text).every((part) => DAYS.test(part) && Number(part) >= 1 && Number(part) <= DAYS_MAX);
}

function daysIn(text: string): number[] {
  return partsOf(text).map(Number).filter((day) => day > 0);
}
