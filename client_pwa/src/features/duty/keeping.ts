// Whether the person of this phone keeps the books, and of which units; and what a locked period refuses.
import type { Role, Value } from '../../sync/records.ts';
import { office, officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { holds, isCurrent, scopeOf } from '../people/rules.ts';
import { books, cutoffs } from './books.svelte.ts';
import { addDays } from '../days.ts';
import { horizon } from './ledger.ts';
import { monthFirst, type Span, spanOf } from './periods.ts';
import { changedDays, GRACE_DAYS_MAX, KEEPER_ROLES, type Refusal, touched } from './rules.ts';

/** Who reads other people's accounts. */
const OVERSEERS: readonly Role[] = ['clerk', 'supervisor', 'leader'];

function rolesOver(unit: string | null, roles: readonly Role[]): Role[] {
  const [today, me] = [officeToday(), current()?.person];
  const held = directory.assignments().filter((each) => roles.includes(each.role) && holds(each, me) && isCurrent(each, today));
  return held.filter((each) => each.role === 'admin' || (unit !== null && each.unit !== null && scopeOf(directory, each.unit).has(unit))).map(({ role }) => role);
}

/** The whole office: its province, or the unit that stands on top. */
export function rootUnit(): string | null {
  return office()?.province ?? directory.units().find(({ parent }) => parent === null)?.id ?? null;
}

/** The role in which the person may write the books of a unit; null when he may not. */
export function keeperRole(unit: string | null): Role | null {
  return rolesOver(unit, KEEPER_ROLES)[0] ?? null;
}

/** Whether the person oversees a unit: its clerk, supervisor or leader. */
export function oversees(unit: string): boolean {
  return rolesOver(unit, OVERSEERS).length > 0;
}

/** Whether the person oversees anything. */
export function overseesAny(): boolean {
  const [today, me] = [officeToday(), current()?.person];
  return directory.assignments().some((each) => OVERSEERS.includes(each.role) && holds(each, me) && isCurrent(each, today));
}

/** The periods that are locked. */
export function locked(): Span[] {
  const closings = (books.lists?.closing ?? []).filter(({ status }) => status === 'locked');
  return closings.flatMap(({ period }) => spanOf(cutoffs(), period) ?? []);
}

/** As of which day a period is counted: today, and for one before what the ledger looks back on, once its grace was over. */
export function asOf(span: Span): string {
  const today = officeToday();
  return span.first >= monthFirst(cutoffs(), horizon(cutoffs(), today)) ? today : addDays(span.last, GRACE_DAYS_MAX);
}

// What the office keeps on a province-wide person's phone where it has set nothing else.
const WINDOW_DAYS = 400;

/** Whether this phone may lack reports of a period: a province-wide person's holds the last year only. */
export function isOlderThanHeld(span: Span): boolean {
  return keeperRole(rootUnit()) !== null && span.first < (office()?.window_from ?? addDays(officeToday(), -WINDOW_DAYS));
}

type Fields = Readonly<Record<string, Value>>;

/** Why a dated instrument may not be written; with the period, for the sentence. */
export function lockFault(before: Fields | null, after: Fields): (Refusal & { period: string }) | null {
  const span = touched(locked(), ...changedDays(before, after));
  return span ? { code: 'period_locked', field: null, period: span.key } : null;
}
