// What each card of the report's form is given.
import type { ReportForm } from './form.svelte.ts';

/** What a reviewer wrote about one field when the report came back. */
export interface FieldRemark {
  field: string;
  text: string;
  by: string;
}

export interface CardProps {
  form: ReportForm;
  /** How many things the card lacks, and how many are wrong. `missing` undefined: nothing is asked. */
  progress: { missing: number | undefined; wrong: number };
  /** The sentence for what is wrong with a field, to stand in the place of its hint. */
  fault: (field: string) => string | undefined;
  remarks: readonly FieldRemark[];
}

/** The fields whose remarks stand together on one card. */
export const WHERE = ['unit', 'village', 'kind', 'starts', 'ends', 'dates'] as const;
export const WHO = ['companions', 'attendance', 'attendance_due', 'attendance_present'] as const;
