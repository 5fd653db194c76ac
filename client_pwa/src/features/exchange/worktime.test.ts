import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/working_time.json' with { type: 'json' };
import type { Urgency } from '../../sync/records.ts';
import { addWorkingDays, addWorkingMinutes, answerDue, type Calendar, DEFAULT_CALENDAR, isWorkingTime, readCalendar, readSpans, settleDue, workingMinutesBetween } from './worktime.ts';

const held = vectors.calendar;
const named = (days: readonly string[]) => days.map((id) => ({ id, text: null }));
const calendar: Calendar = readCalendar({ id: 'office', hours: held.hours, week: held.week, days_off: named(held.days_off), made_up: named(held.made_up), clocks: [] });
const ms = (local: string): number => Date.parse(`${local.length === 16 ? `${local}:00` : local}+07:00`);

describe('working time, as the server counts it', () => {
  it.each(vectors.minutes)('minutes: $name', ({ at, minutes, end }) => {
    expect(addWorkingMinutes(calendar, ms(at), minutes)).toBe(ms(end));
  });
  it.each(vectors.days)('days: $name', ({ day, count, end }) => {
    expect(addWorkingDays(calendar, day, count)).toBe(end);
  });
  it.each(vectors.between)('between: $name', ({ start, end, minutes }) => {
    expect(workingMinutesBetween(calendar, ms(start), ms(end))).toBe(minutes);
  });
  it.each(vectors.works)('works: $name', ({ at, works }) => {
    expect(isWorkingTime(calendar, ms(at))).toBe(works);
  });
  it.each(vectors.spans)('hours: $text', ({ text, spans }) => {
    expect(readSpans(text)).toEqual(spans);
  });
  it.each(vectors.promised)('promised: $name', ({ clocks, raised, urgency, ...due }) => {
    const said = Object.entries(clocks as Record<string, [number, number]>);
    const own = Object.fromEntries(said.map(([id, [answer_hours, settle_days]]) => [id, { answer_hours, settle_days }]));
    const kept = { ...calendar, promises: { ...calendar.promises, ...own } };
    expect(answerDue(kept, ms(raised), urgency as Urgency)).toBe(ms(due.answer_due));
    expect(settleDue(kept, raised.slice(0, 10), urgency as Urgency)).toBe(due.settle_due);
  });
});

it('an office that has written nothing works by the default', () => {
  expect(readCalendar(null)).toBe(DEFAULT_CALENDAR);
});
it('hours that cannot be read are the default hours', () => {
  const kept = readCalendar({ id: 'office', hours: 'always', week: null, days_off: [], made_up: [], clocks: [] });
  expect(kept.spans).toEqual(DEFAULT_CALENDAR.spans);
  expect(kept.week).toEqual(DEFAULT_CALENDAR.week);
});
it('a calendar without a working day ends the search', () => {
  const never = { ...calendar, week: new Set<number>(), made_up: new Set<string>() };
  expect(() => addWorkingDays(never, '2024-06-25', 1)).toThrow('no working day');
  expect(() => addWorkingMinutes(never, ms('2024-06-25T08:00'), 1)).toThrow('no working time');
});
