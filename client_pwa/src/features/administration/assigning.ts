// What is wrong with an assignment that is being written, before it is sent: the part of check_assignment in
// server/features/people/rules.py that this phone can tell from its own directory. The office decides again. Pure.
import type { Assignment, Unit } from '../../sync/records.ts';

export interface Wanted {
  person: string;
  role: string;
  unit: string;
  starts: string;
  ends: string;
  /** Two monitors of one commune are meant. */
  besideOthers: boolean;
}
export interface AssignFault {
  code: 'end_before_start' | 'unit_abolished' | 'second_monitor';
  /** The unit, and who monitors it already. */
  unit?: string;
  person?: string;
}

/** The first thing that is wrong; null when the office may be asked. */
export function assignFault(wanted: Wanted, units: readonly Unit[], assignments: readonly Assignment[]): AssignFault | null {
  const { unit, starts, ends } = wanted;
  if (ends && ends < starts) return { code: 'end_before_start' };
  const place = units.find(({ id }) => id === unit);
  if (place?.valid_to && place.valid_to < starts) return { code: 'unit_abolished', unit };
  const monitor = wanted.role === 'cadre' && !wanted.besideOthers ? assignments.find((each) => isBeside(each, wanted)) : undefined;
  return monitor ? { code: 'second_monitor', unit, person: monitor.person } : null;
}

function isBeside(one: Assignment, { person, unit, starts, ends }: Wanted): boolean {
  const meets = (one.ends === null || starts <= one.ends) && (!ends || one.starts <= ends);
  return one.role === 'cadre' && one.unit === unit && one.person !== person && meets;
}
