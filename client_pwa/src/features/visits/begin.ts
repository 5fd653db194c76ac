// How a report begins: with what the assignment already says.
import { browser } from '../../store/ports.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { current } from '../../view/session.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { go } from '../nav.ts';
import { holdings, isCurrent } from '../people/rules.ts';
import type { Writing } from './form.svelte.ts';

/** Opens an empty form. Nothing is kept until its first touch. */
export function beginReport(unit: string | null = null): void {
  go(`/visits/${browser.newId()}/edit?new${unit ? `&unit=${unit}` : ''}`);
}

/** What a new report starts from: the unit one is assigned to, in that role, today. */
export function newReport(unit: string | null): Partial<Writing> {
  const today = officeToday();
  const own = directory.assignments().filter((each) => each.person === current()?.person && isCurrent(each, today));
  const first = own.find((each) => each.role === 'cadre') ?? own.find((each) => each.role === 'leader');
  const where = unit ?? (first?.role === 'cadre' ? first.unit : null);
  return { unit: where, role: writerRole(where, today), starts: today, ends: today };
}

/** The role in which the person reports on a unit: as its cadre, else as the leader of its district. */
export function writerRole(unit: string | null, day: string): 'cadre' | 'leader' {
  if (!unit) return 'cadre';
  const held = holdings(directory, current()?.person ?? '', ['cadre', 'leader'], { unit, day });
  return held.length > 0 && held.every(({ role }) => role === 'leader') ? 'leader' : 'cadre';
}
