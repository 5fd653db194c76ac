// What somebody would read of an occasion, with a place of the office's own: for looking at a sentence while it is written.
import { officeToday } from '../../../view/office.svelte.ts';
import { language } from '../../../view/t.svelte.ts';
import { directory } from '../../../view/tables.svelte.ts';
import { addDays } from '../../days.ts';
import { type OccasionCode, readTurns } from '../rules.ts';
import { sentenceOf } from '../saying.ts';

const MINUTE = 8 * 60;
const COUNT = 3;

/** The sentences, each once: before and after the day they may differ. `wording`: the office's own; null: as it stands. */
export function samples(code: OccasionCode, turns: string, wording: string | null): string[] {
  const unit = directory.units().find(({ level }) => level === 'commune') ?? null;
  const today = officeToday();
  const about = { occasion: code, about: '', record: '', minute: MINUTE, number: 'PA-001', period: today.slice(0, 7), count: COUNT, escalated: 1 };
  const told = readTurns(turns).map((day) => {
    const on = addDays(today, -day);
    return sentenceOf({ ...about, day: on, turn: `${on}${day < 0 ? '' : '+'}${day}` }, { unit, wording, say: (key, values) => language.say(key, values) });
  });
  return [...new Set(told)].slice(0, 2);
}
