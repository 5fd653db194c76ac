// Times of meetings and states of people, in words.
import { dayText } from '../../view/format.ts';
import { t } from '../../view/t.svelte.ts';
import type { State, Times } from './rules.ts';

/** 480 as 08:00. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** 08:00 as 480; null for what is no time. */
export function minuteOf(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  return hour === undefined ? null : Number(hour) * 60 + Number(minute);
}

/** "08:00–11:30 28/06/2024", "08:00 28/06/2024 – 11:30 29/06/2024". */
export function timesText({ starts, ends, from_minute, to_minute }: Times): string {
  const begins = minuteText(from_minute);
  const stops = to_minute === null ? '' : minuteText(to_minute);
  if (starts === ends) return `${stops ? `${begins}–${stops}` : begins} ${dayText(starts)}`;
  return `${begins} ${dayText(starts)} – ${stops ? `${stops} ` : ''}${dayText(ends)}`;
}

const TONES: Readonly<Record<State, string>> = {
  asked: 'back', proposed: 'back', accepted: 'good', attended: 'good', declined: 'slate', away: 'slate', lapsed: 'slate', untold: 'danger', withdrawn: 'slate',
};

export function tone(state: State): string {
  return `tag tone-${TONES[state]}`;
}

export function stateText(state: State): string {
  return t(`invitations-state-${state}`);
}
