// What makes a sound duty rule, leave, excuse or cut-off, and which step of a period's closing is allowed when. The
// phone's twin of server/features/duty/rules.py; both run sync/vectors/duty.json. Pure: no clock, no store.
import type { Role, Value } from '../../sync/records.ts';
import { addDays } from '../days.ts';
import { type Cutoff, type Span, spanOf } from './periods.ts';

/** Who keeps the books of duty. */
export const KEEPER_ROLES: readonly Role[] = ['clerk', 'supervisor', 'admin'];
/** Who owes visits. */
export const DUTY_ROLES: readonly Role[] = ['cadre', 'leader'];
const FIRST_DAY_MAX = 28;
const EVERY_MONTHS_MAX = 12;
export const GRACE_DAYS_MAX = 15;
const CATCH_UP_MAX = 12;
const NEVER = '9999-12-31';

type Fields = Readonly<Record<string, Value>>;
export type ClosingStep = 'close' | 'lock' | 'reopen';
export type ClosingState = 'open' | 'closed' | 'locked';
/** Why something is not written: a code of the catalogue and the field to look at. */
export interface Refusal {
  code: string;
  field: string | null;
}

//   open ──close──▶ closed ──lock──▶ locked
//     ▲────reopen─────┴──────────────┘
export const STEPS: Readonly<Record<ClosingStep, readonly ClosingState[]>> = { close: ['open'], lock: ['closed'], reopen: ['closed', 'locked'] };

function refusal(code: string, field: string | null = null): Refusal {
  return { code, field };
}

function missing(fields: Fields, names: readonly string[]): Refusal | null {
  const name = names.find((each) => (fields[each] ?? '') === '');
  return name === undefined ? null : refusal('missing', name);
}

function order(fields: Fields): Refusal | null {
  return fields['ends'] && String(fields['ends']) < String(fields['starts']) ? refusal('end_before_start', 'ends') : null;
}

/** Whether a duty rule can be kept. */
export function checkCadence(fields: Fields): Refusal | null {
  const lacks = missing(fields, ['for_role', 'every_months', 'starts']);
  if (lacks) return lacks;
  if (!DUTY_ROLES.some((role) => role === fields['for_role'])) return refusal('unknown_code', 'for_role');
  const ranges = { every_months: [1, EVERY_MONTHS_MAX], grace_days: [0, GRACE_DAYS_MAX], catch_up: [0, CATCH_UP_MAX] } as const;
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = Number(fields[name] ?? least);
    if (!(least <= value && value <= most)) return refusal('out_of_range', name);
  }
  return order(fields);
}

/** Whether a leave can be kept. */
export function checkLeave(fields: Fields): Refusal | null {
  return missing(fields, ['person', 'starts', 'ends']) ?? order(fields);
}

/** Whether an excuse can be kept: for one assignment or for one unit, with a reason. */
export function checkExcuse(fields: Fields): Refusal | null {
  if (!!fields['assignment'] === !!fields['unit']) return refusal('missing', 'unit');
  const lacks = missing(fields, ['starts', 'ends']);
  if (lacks) return lacks;
  return String(fields['reason'] ?? '').trim() ? order(fields) : refusal('reason_required', 'reason');
}

/** Whether a cut-off can be kept. */
export function checkCutoff(fields: Fields): Refusal | null {
  const lacks = missing(fields, ['first_day', 'starts']);
  if (lacks) return lacks;
  const day = Number(fields['first_day']);
  return 1 <= day && day <= FIRST_DAY_MAX ? null : refusal('out_of_range', 'first_day');
}

/** Whether a period takes the step. `read`: the round that its author had before him. */
export function checkStep(
  step: ClosingStep,
  now: { period: string; status: string; round: number },
  given: { read: number; text: string | null; cutoffs: readonly Cutoff[]; today: string },
): Refusal | null {
  const span = spanOf(given.cutoffs, now.period);
  if (!span) return refusal('unknown_code', 'period');
  if (given.read !== now.round || !STEPS[step].some((state) => state === now.status)) return refusal('stale');
  if (step === 'reopen') return given.text?.trim() ? null : refusal('reason_required', 'text');
  return given.today <= span.last ? refusal('period_unfinished', 'period') : null;
}

/** The first and last day (null: no end) for which a dated record says something else than before. */
export function changedDays(before: Fields | null, after: Fields): [first: string, last: string | null] {
  const [starts, ends] = [String(after['starts'] ?? ''), endOf(after)];
  if (!before) return [starts, ends];
  const [oldStarts, oldEnds] = [String(before['starts'] ?? ''), endOf(before)];
  const last = ends === null || oldEnds === null ? null : ends > oldEnds ? ends : oldEnds;
  if (butForEnd(before) !== butForEnd(after)) return [starts < oldStarts ? starts : oldStarts, last];
  if (ends === oldEnds) return [NEVER, NEVER];
  return [addDays([ends, oldEnds].filter((day) => day !== null).sort()[0] ?? NEVER, 1), last];
}

/** The first locked period that has a day from `first` to `last`. */
export function touched(locked: readonly Span[], first: string, last: string | null): Span | null {
  return locked.find((span) => first <= span.last && (last === null || span.first <= last)) ?? null;
}

/** The locked period that a figure belongs to, as it was or as it will be: that in which its last day lies. */
export function figureLocked(locked: readonly Span[], { before, after }: { before: string | null; after: string | null }): Span | null {
  return [before, after].filter((day) => !!day).map((day) => touched(locked, day ?? '', day)).find((span) => span !== null) ?? null;
}

function endOf(fields: Fields): string | null {
  return fields['ends'] ? String(fields['ends']) : null;
}

function butForEnd(fields: Fields): string {
  const kept = Object.entries(fields).filter(([name, value]) => !['ends', 'by'].includes(name) && value !== null && value !== false);
  return JSON.stringify(kept.sort());
}
