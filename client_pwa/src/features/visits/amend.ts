// How a report that was approved is changed: by another that is linked to it.
import { create } from '../../store/drafts.ts';
import type { Report, Visit } from '../../sync/records.ts';
import { CONTENT_FIELDS } from './rules.ts';

/** Begins an amendment: a copy of what was approved, linked to it. Answers its id. */
export function amend(visit: Visit, report: Report | null): string {
  const all = { ...report, ...visit };
  const content = Object.fromEntries(CONTENT_FIELDS.filter((name) => name in all).map((name) => [name, all[name as keyof Visit]]));
  return create({ ...content, role: visit.role, amends: visit.id });
}
