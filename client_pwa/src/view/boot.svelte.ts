// Today, from one stored row: what is due, what came back with its comment, how much waits, how many are in each list.
import { type Due, type Duty, dueVisits, isCurrent, type Returned } from '../store/boot.ts';
import { officeToday } from './office.svelte.ts';
import { pulse } from './pulse.svelte.ts';

export interface CameBack extends Returned {
  comment: string | null;
}

function cameBack(): CameBack[] {
  const { returned = {}, comments = {} } = pulse.boot ?? {};
  const all = Object.values(returned).map((one) => ({ ...one, comment: comments[one.id]?.text ?? null }));
  return all.sort((one, other) => (one.day ?? '').localeCompare(other.day ?? ''));
}

export const today = {
  get ready(): boolean {
    return pulse.boot !== null;
  },
  /** Visits due this month, to the units of the own assignments as cadre. */
  get due(): Due[] {
    return pulse.boot ? dueVisits(pulse.boot, officeToday()) : [];
  },
  get returned(): CameBack[] {
    return cameBack();
  },
  get unsent(): number {
    return pulse.boot?.counts['unsent'] ?? 0;
  },
  get needs(): number {
    return (pulse.boot?.counts['refused'] ?? 0) + (pulse.boot?.counts['conflict'] ?? 0);
  },
  /**
   * How many stand in each list: draft, queued, sent, returned, approved, withdrawn, deleted (own visits); review (a
   * supervisor's queue); feedback:new, feedback:owned …; to_own, to_answer, to_confirm; unsent, refused, conflict.
   */
  get counts(): Readonly<Record<string, number>> {
    return pulse.boot?.counts ?? {};
  },
  /** The own assignments that hold today. */
  get duties(): Duty[] {
    return (pulse.boot?.duties ?? []).filter((duty) => isCurrent(duty, officeToday()));
  },
};
