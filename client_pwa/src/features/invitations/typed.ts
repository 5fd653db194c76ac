// Times as a person types them, as rules and the wire need them. Pure.
import type { Typed } from './TimesFields.svelte';
import { checkTimes, type Moment, type Refusal, type Times } from './rules.ts';
import { minuteOf, minuteText } from './text.ts';

export const BLANK: Typed = { starts: '', ends: '', from: '', to: '' };

/** The times of a meeting as fields show them. */
export function typedOf({ starts, ends, from_minute, to_minute }: Times): Typed {
  return { starts, ends: ends === starts ? '' : ends, from: minuteText(from_minute), to: to_minute === null ? '' : minuteText(to_minute) };
}

/** What was typed as times, or why it is none. A meeting without a last day ends on its first. */
export function readTimes(typed: Typed, at: Moment): { times: Times | null; refused: Refusal | null } {
  const from_minute = minuteOf(typed.from);
  if (typed.starts && from_minute === null) return { times: null, refused: { code: 'missing', field: 'from_minute' } };
  const times = { starts: typed.starts, ends: typed.ends || typed.starts, from_minute: from_minute ?? 0, to_minute: minuteOf(typed.to) };
  const refused = checkTimes(times, at);
  return { times: refused ? null : times, refused };
}
