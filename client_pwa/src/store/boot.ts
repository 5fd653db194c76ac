// The boot row: what Today shows, in one stored row. It is changed in the same transaction as the cards and ops it
// counts (lists.ts). Lateness and what is due are computed from it when it is shown. Pure, and light: the first paint
// needs this and no other part of the store.
import type { Assignment, Office, Role } from '../sync/records.ts';

/** Bumped when cards or the boot row change their shape: a store with another number makes them anew. */
export const CARDS_VERSION = 6;

/** A unit's name as words are made of it, with the one above it, so that Today needs no other row. */
export interface UnitName {
  id: string;
  name: string;
  type: string;
  above: { name: string; type: string } | null;
}
/** An own assignment. */
export interface Duty {
  id: string;
  role: Role;
  unit: UnitName | null;
  agency: string | null;
  starts: string;
  ends: string | null;
}
export interface Returned {
  id: string;
  unit: UnitName | null;
  number: string | null;
  kind: string | null;
  day: string | null;
  round: number | null;
}
export interface BootRow {
  version: number;
  office: Office | null;
  duties: Duty[];
  returned: Record<string, Returned>;
  /** The latest comment that came back with a visit. */
  comments: Record<string, { round: number | null; text: string | null }>;
  /** How many cards and ops are in each list; `promised:<day>` own commitments. */
  counts: Record<string, number>;
}

/** A row that counts nothing. */
export function emptyBoot(version: number): BootRow {
  return { version, office: null, duties: [], returned: {}, comments: {}, counts: {} };
}

/** Whether an assignment holds on that day. */
export function isCurrent(assignment: Pick<Assignment, 'starts' | 'ends'>, today: string): boolean {
  return assignment.starts <= today && (assignment.ends === null || today <= assignment.ends);
}
