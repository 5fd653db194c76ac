// The books of duty on this phone: rules, cut-offs, leave, excuses and closings, with what waits to be sent laid over
// them, and the ledger made of them and of the visits here. Writes nothing.
import type { Assignment } from '../../sync/records.ts';
import type { Cadence } from '../../sync/systems.ts';
import { officeToday } from '../../view/office.svelte.ts';
import { cards, directory } from '../../view/tables.svelte.ts';
import { Kept } from '../measures/kept.svelte.ts';
import { type Account, accounts, type Book, counting, type Off, type Post, type Rule, type Trip } from './ledger.ts';
import type { Cutoff } from './periods.ts';
import { DUTY_ROLES } from './rules.ts';

export const books = new Kept(['cadence', 'leave', 'excuse', 'period', 'closing']);

/** The office's cut-offs; none while they are not here. */
export function cutoffs(): Cutoff[] {
  return books.lists?.period ?? [];
}

/** The posts that assignments make. */
function posts(): Post[] {
  const duties = directory.assignments().filter(({ unit, role }) => unit !== null && DUTY_ROLES.includes(role));
  return duties.map((each: Assignment) => ({ ...each, unit: each.unit ?? '', substitute: each.substitute ?? null }));
}

/** The visits here that count, with who went. */
export function trips(): Trip[] {
  const seen = cards('visit').rows.map((card) => ({ card, id: card.id, status: card.status, amends: card.of }));
  return counting(seen).flatMap(({ card }) => {
    if (!card.unit || !card.day || !card.author) return [];
    return [{ id: card.id, day: card.day, unit: card.unit, people: [card.author, ...(card.companions ?? [])] }];
  });
}

function rule({ id, for_role, every_months, starts, ends, units, grace_days, catch_up }: Cadence): Rule {
  return { id, role: for_role, every: every_months || 1, starts, ends, units, grace: grace_days ?? 0, catch_up: catch_up ?? 0 };
}

/** Everything that the ledger is made from, and the ledger; null while it is not all here. */
export function standing(today = officeToday()): { book: Book; accounts: ReadonlyMap<string, Account> } | null {
  const kept = books.lists;
  if (!kept || !directory.ready || !cards('visit').ready) return null;
  const leaves: Off[] = kept.leave.filter(({ cancelled }) => !cancelled).map(({ starts, ends, person }) => ({ starts, ends, person }));
  const excuses: Off[] = kept.excuse
    .filter(({ cancelled }) => !cancelled)
    .map(({ starts, ends, assignment, unit, reason }) => ({ starts, ends, post: assignment, unit, reason }));
  const above = (unit: string): string | null => directory.unit(unit)?.parent ?? null;
  const book = { rules: kept.cadence.map(rule), cutoffs: kept.period, posts: posts(), trips: trips(), leaves, excuses, above };
  return { book, accounts: accounts(book, today) };
}
