// Today, from one stored row: what is due, what came back with its comment, how much waits, how many are in each list.
import { type Duty, isCurrent, type Returned, type UnitName } from '../store/boot.ts';
import { officeToday } from './office.svelte.ts';
import { pulse } from './pulse.svelte.ts';
import { calledIn } from './units.ts';

export interface CameBack extends Omit<Returned, 'unit'> {
  unit: string | null;
  unitName: string;
  comment: string | null;
}

function nameOf(unit: UnitName | null): string {
  return unit ? calledIn(unit, unit.above) : '';
}

function cameBack(): CameBack[] {
  const { returned = {}, comments = {} } = pulse.boot ?? {};
  const all = Object.values(returned).map((one) => {
    return { ...one, unit: one.unit?.id ?? null, unitName: nameOf(one.unit), comment: comments[one.id]?.text ?? null };
  });
  return all.sort((one, other) => (one.day ?? '').localeCompare(other.day ?? ''));
}

export const today = {
  get ready(): boolean {
    return pulse.boot !== null;
  },
  get returned(): CameBack[] {
    return cameBack();
  },
  get unsent(): number {
    return pulse.boot?.counts['unsent'] ?? 0;
  },
  get needs(): number {
    const { refused = 0, conflict = 0, elsewhere = 0 } = pulse.boot?.counts ?? {};
    return refused + conflict + elsewhere;
  },
  /** How many photos of sent reports the office has not got. */
  get photos(): number {
    return pulse.boot?.counts['photos'] ?? 0;
  },
  /** In how many drafts words stand that the office has not got. */
  get typed(): number {
    return pulse.boot?.counts['typed'] ?? 0;
  },
  /**
   * How many stand in each list: draft, queued, sent, returned, approved, withdrawn, deleted (own visits); review (a
   * supervisor's queue); feedback:new, feedback:owned …; to_own, to_answer, to_confirm; unsent, photos (on their way), typed (drafts' words),
   * unread (notices that stand), refused (here), elsewhere (refused, of another device), conflict.
   */
  get counts(): Readonly<Record<string, number>> {
    return pulse.boot?.counts ?? {};
  },
  /** The own assignments that hold today. */
  get duties(): Duty[] {
    return (pulse.boot?.duties ?? []).filter((duty) => isCurrent(duty, officeToday()));
  },
};
