// What became of a reminder, and when an occasion is told, in the person's words.
import { instantText } from '../../../view/format.ts';
import { t } from '../../../view/t.svelte.ts';
import { readTurns } from '../rules.ts';
import type { Again, Standing, State, Told, Try } from './api.ts';

// What a screen holds for now may be that much behind.
const MINUTE_MS = 60_000;
const ROADS = ['push', 'mail', 'gateway', 'kept'] as const;
const WHYS = [
  'stands_no_more', 'told_again', 'no_road', 'push_refused', 'push_silent', 'mail_refused', 'mail_silent', 'gateway_refused', 'gateway_silent', 'fault',
  'endpoint_private', 'endpoint_unknown_host',
] as const;
const OUTCOMES = ['taken', 'gone', 'later', 'refused', 'silent', 'endpoint_private', 'endpoint_unknown_host'] as const;
/** Which chip a state of the outbox wears. */
export const CHIPS = { waiting: 'queued', done: 'sent', failed: 'needs', dropped: 'withdrawn' } as const satisfies Record<State, string>;

export function roadText(road: string | null): string {
  return t(`outbox-road-${ROADS.find((each) => each === road) ?? 'other'}`);
}

/** What became of a message, and what to do where it did not arrive. */
export function outcomeText(told: Told, now: number): string {
  const last = told.tries.at(-1);
  if (told.state === 'waiting') return waitingText(told, last, now);
  if (told.state === 'done') return doneText(told, now);
  return t(`outbox-why-${WHYS.find((each) => each === told.why) ?? 'other'}`);
}

/** One try: 08:00 · mail: refused (answer 550). */
export function tryText({ road, at, outcome, status }: Try, now: number): string {
  const became = t(`outbox-try-${OUTCOMES.find((each) => each === outcome) ?? 'other'}`);
  return `${instantText(at, now)} · ${roadText(road)}: ${became}${status > 0 ? ` (${t('outbox-answer', { status: String(status) })})` : ''}`;
}

/** When those of an occasion would be told again, if one pressed. */
export function againText({ again, at }: Standing, now: number): string {
  return at === null ? t('outbox-again-now', { count: again }) : t('outbox-again-at', { count: again, time: instantText(at, now) });
}

/** What pressing did. */
export function doneAgainText({ put_in: count, first, last }: Again, now: number): string {
  if (count === 0 || first === null || last === null) return t('outbox-again-nothing');
  const [begins, ends] = [instantText(first, now), instantText(last, now)];
  if (begins !== ends) return t('outbox-again-done-between', { count, first: begins, last: ends });
  return first <= now + MINUTE_MS ? t('outbox-again-done', { count }) : t('outbox-again-done-at', { count, time: begins });
}

/** "5 days, 1 day before; on the day; 1 day after"; none: the occasion is off. */
export function turnsText(turns: string | null): string {
  const days = readTurns(turns);
  const listed = (some: readonly number[]) => some.map((day) => t('outbox-days', { count: Math.abs(day) })).join(', ');
  const [before, after] = [days.filter((day) => day < 0), days.filter((day) => day > 0)];
  const parts = [
    before.length > 0 && t('outbox-turns-before', { days: listed(before) }),
    days.includes(0) && t('outbox-turns-that-day'),
    after.length > 0 && t('outbox-turns-after', { days: listed(after) }),
  ];
  return parts.filter(Boolean).join('; ') || t('outbox-rule-off');
}

function waitingText({ road, due }: Told, last: Try | undefined, now: number): string {
  const time = instantText(due, now);
  if (!last) return due > now ? t('outbox-will', { road: roadText(road), time }) : t('outbox-sending', { road: roadText(road) });
  if (last.outcome !== 'taken') return t('outbox-retry', { road: roadText(road), due: time });
  return t('outbox-then', { road: roadText(last.road), time: instantText(last.at, now), next: roadText(road), due: time });
}

function doneText({ why, tries }: Told, now: number): string {
  const taken = tries.filter(({ outcome }) => outcome === 'taken').at(-1);
  if (why === 'shown' || why === 'read') return t('outbox-seen');
  if (!taken) return t('outbox-done-together');
  const time = instantText(taken.at, now);
  return taken.road === 'kept' ? t('outbox-done-kept', { time }) : t('outbox-done', { road: roadText(taken.road), time });
}
