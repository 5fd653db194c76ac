import { describe, expect, it } from 'vitest';
import duty from '../../../../sync/vectors/duty.json' with { type: 'json' };
import type { Value } from '../../sync/records.ts';
import { accounts, counting, type Line, type Off, type Post, quietMonths, type Rule } from './ledger.ts';
import { arrival, closingId, type Cutoff, keyOf, monthKey, monthNumber, monthOf, type PeriodKind, spanOf } from './periods.ts';
import { changedDays, checkCadence, checkCutoff, checkExcuse, checkLeave, checkStep, type ClosingStep, figureLocked, type Refusal } from './rules.ts';

type Fields = Record<string, Value>;
const ABOVE = duty.above as Record<string, string | null>;
const cutoffs = (all: readonly unknown[]): Cutoff[] =>
  (all as [number, string][]).map(([first_day, starts], at) => ({ id: String(at), first_day, starts }));
const NO_RULE = { ends: null, units: [], grace: 0, catch_up: 0 };
const NO_POST = { ends: null, substitute: null };

function told({ first_month, last_month, state, visit, day, missed }: Line): string {
  const months = first_month === last_month ? first_month : `${first_month}..${last_month}`;
  return [months, state, visit, day, missed ? 'missed' : null].filter((part) => part !== null).join(' ');
}

describe('the office’s periods', () => {
  it.each(duty.periods)('$name', ({ cutoffs: rules, key, first, last }) => {
    expect(spanOf(cutoffs(rules), key)).toEqual(first === null ? null : { key, first, last });
  });
  it.each(duty.months)('$name', ({ cutoffs: rules, day, month }) => {
    expect(monthKey(monthOf(cutoffs(rules), day))).toBe(month);
  });
  it.each(duty.keys)('$kind of $month', ({ kind, month, key }) => {
    expect(keyOf(kind as PeriodKind, monthNumber(month))).toBe(key);
  });
  it.each(duty.closings)('the closing of $key has one id', ({ key, id }) => {
    expect(closingId(key)).toBe(id);
  });
  it.each(duty.arrivals)('$name', ({ last, submitted, received, bucket }) => {
    expect(arrival(last, { submitted, received })).toBe(bucket);
  });
});

describe('the ledger', () => {
  it.each(duty.ledgers)('$name', (vector) => {
    const rules = vector.rules.map((rule) => ({ ...NO_RULE, ...rule }) as Rule);
    const posts = vector.posts.map((post) => ({ ...NO_POST, ...post }) as Post);
    const offs = { leaves: vector.leaves as Off[], excuses: vector.excuses as Off[] };
    const book = { rules, posts, trips: vector.trips, ...offs, cutoffs: cutoffs(vector.cutoffs), above: (unit: string) => ABOVE[unit] ?? null };
    const found = [...accounts(book, vector.today)];
    expect(Object.fromEntries(found.map(([post, { lines }]) => [post, lines.map(told)]))).toEqual(vector.expect);
    const extra = Object.fromEntries(found.filter(([, each]) => each.extra.length > 0).map(([post, each]) => [post, each.extra]));
    expect(extra).toEqual(Object.fromEntries(Object.entries(vector.extra).filter(([, ids]) => (ids as string[]).length > 0)));
  });
  it.each(duty.counted)('counts $name', ({ visits, counts }) => {
    const told = (visits as [string, string, string | null][]).map(([id, status, amends]) => ({ id, status, amends }));
    expect(counting(told).map(({ id }) => id)).toEqual(counts);
  });
  it.each(duty.quiet)('$name', (vector) => {
    expect(quietMonths(cutoffs(vector.cutoffs), vector.days, vector.today)).toBe(vector.months);
  });
});

describe('what is written of duty', () => {
  const CHECKS: Record<string, (fields: Fields) => Refusal | null> = { cadence: checkCadence, leave: checkLeave, excuse: checkExcuse, period: checkCutoff };
  const shown = (refused: Refusal | null | undefined) => (refused ? [refused.code, refused.field] : null);
  it.each(duty.checks)('$name', ({ what, fields, refusal }) => {
    expect(shown(CHECKS[what]?.(fields as Fields))).toEqual(refusal);
  });
  it.each(duty.steps)('$name', ({ step, period, status, round, read, text, today, refusal }) => {
    const given = { read, text, today, cutoffs: cutoffs([[15, '2020-01-01']]) };
    expect(shown(checkStep(step as ClosingStep, { period, status, round }, given))).toEqual(refusal);
  });
  it.each(duty.figures)('$name', ({ locked, before, after, period }) => {
    const spans = (locked as string[]).flatMap((key) => spanOf(cutoffs([[15, '2020-01-01']]), key) ?? []).sort((one, other) => one.first.localeCompare(other.first));
    expect(figureLocked(spans, { before, after })?.key ?? null).toBe(period);
  });
  it.each(duty.changed)('$name', ({ before, after, first, last }) => {
    expect(changedDays(before as Fields | null, after as Fields)).toEqual([first, last]);
  });
});
