import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/reminders.json' with { type: 'json' };
import { compiled } from '../../../build/messages.ts';
import { type Pattern, Speech } from '../../view/speech.ts';
import { type Calendar, DEFAULT_CALENDAR } from '../exchange/worktime.ts';
import { checkHours, checkTurns, checkWording, daysOf, fill, nextTelling, OCCASIONS, readTurns } from './rules.ts';
import { pageOf, sentenceOf, wordingOf } from './saying.ts';

const calendar: Calendar = { ...DEFAULT_CALENDAR, days_off: new Set(vectors.calendar.days_off), made_up: new Set(vectors.calendar.made_up) };

describe('when a person may be told', () => {
  it.each(vectors.next)('$name', ({ at, hours, urgent, working, told }) => {
    const next = nextTelling(Date.parse(at), hours, { working: working ? calendar : null, urgent });
    expect(new Date(next).toISOString()).toBe(new Date(told).toISOString());
  });

  it.each(vectors.hours)('hours: $name', ({ hours, refused }) => {
    expect(checkHours(hours)).toEqual(refused);
  });
});

describe('the office\'s rules', () => {
  it('are about what the phone knows', () => {
    expect(OCCASIONS).toEqual(vectors.occasions);
  });

  it.each(vectors.turns)('turns: $name', ({ text, refused, days }) => {
    expect(checkTurns(text)?.code ?? null).toBe(refused);
    if (days) expect(readTurns(text)).toEqual(days);
  });

  it.each(vectors.turn_days)('$turn comes so many days after', ({ turn, days }) => {
    expect(daysOf(turn)).toBe(days);
  });

  it.each(vectors.wordings)('wording: $name', ({ wording, refused }) => {
    expect(checkWording(wording, 'wording_vi')?.code ?? null).toBe(refused);
  });

  it.each(vectors.fill)('filled in: $name', ({ wording, values, says }) => {
    expect(fill(wording, values as unknown as Record<string, string>)).toBe(says);
  });
});

describe('a notice', () => {
  const speeches = Object.fromEntries(['vi', 'en'].map((locale) => [locale, speech(locale)]));

  it.each(vectors.said)('says and leads: $name', ({ language, wording, notice, unit, says, page }) => {
    const say = (key: string, values: Parameters<Speech['say']>[1]) => speeches[language]?.say(key, values) ?? '';
    expect(sentenceOf(notice, { unit, wording, say })).toBe(says);
    expect(pageOf(notice)).toBe(page);
  });

  it('of an occasion that this build does not know says that there is something new', () => {
    const notice = { ...vectors.said[0]!.notice, occasion: 'birthday' };
    expect(sentenceOf(notice, { unit: null, wording: null, say: (key) => key })).toBe('notice-neutral');
  });

  it('is said in the office\'s own words, each language in its own', () => {
    const rules = [{ id: 'r', code: 'week', turns: '0', wording_vi: 'Tuần', wording_en: null, by: 'c' }];
    expect([wordingOf(rules, 'week', 'vi'), wordingOf(rules, 'week', 'en'), wordingOf(rules, 'invited', 'vi')]).toEqual(['Tuần', null, null]);
  });
});

/** The words of one language, as the build makes them. */
function speech(locale: string): Speech {
  const made = new Speech(locale, { isolates: false });
  for (const area of ['reminders', 'directory']) {
    const text = readFileSync(resolve(import.meta.dirname, `../../../../server/words/${locale}/${area}.ftl`), 'utf8');
    made.add(JSON.parse(compiled(text).slice('export default '.length, -1)) as Record<string, Pattern>);
  }
  return made;
}
