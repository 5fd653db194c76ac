// The office's clock and telephone. What day it is for the office is asked here and nowhere else on a screen; security
// and the order of things use real time.
import { civilDay } from '../sync/days.ts';
import type { Office } from '../sync/records.ts';
import { pulse } from './pulse.svelte.ts';
import { current } from './session.svelte.ts';

const MINUTE_MS = 60_000;
// A clock that has gone on for longer without the office was set meanwhile, more likely than not.
const SKEW_COUNTS_MS = 30 * 86_400_000;
let now = $state(Date.now());
setInterval(() => {
  now = Date.now();
}, MINUTE_MS);

/** How far this phone's clock is behind, as the office said; 0 when it has been set since, or nobody was asked for long. */
function skewMs(): number {
  const since = Date.now() - (pulse.meta?.last_success ?? Infinity);
  return since >= 0 && since < SKEW_COUNTS_MS ? (pulse.meta?.skew_ms ?? 0) : 0;
}

function offsetMs(): number {
  return (pulse.boot?.office?.clock_offset_ms ?? current()?.officeOffsetMs ?? 0) + skewMs();
}

/** The office's present instant, ms, to the minute; changes by itself. */
export function officeNow(): number {
  return now + offsetMs();
}

/** A moment of this phone as the office's clock has it, ms. */
export function officeMoment(at: number): number {
  return at + offsetMs();
}

/** The office's civil day, "2024-06-25". */
export function officeToday(): string {
  return civilDay(officeNow());
}

/** The office as the directory has it; null before the first pull. */
export function office(): Office | null {
  return pulse.boot?.office ?? null;
}
