// What makes a report fit to send, and which step of a visit's life is open: the phone's twin of
// server/features/visits/rules.py. Both run sync/vectors/visit_rules.json.
// Pure: days and records are arguments; no store, no clock, no screen text.
import type { Draft, VisitState } from '../../sync/records.ts';
import { fieldSpec } from '../../sync/schema.ts';
import { VISIT_KINDS } from './kinds.ts';

export { VISIT_KINDS } from './kinds.ts';

export type Content = Pick<Draft, (typeof CONTENT_FIELDS)[number]>;

export type ProblemCode =
  | 'missing'
  | 'unknown_code'
  | 'end_before_start'
  | 'date_in_future'
  | 'attendance_present_over_due'
  | 'empty_report'
  | 'too_many'
  | 'text_too_long'
  | 'bad_character'
  | 'unit_outside_assignment'
  | 'unit_divided';

/** Why a report cannot be sent, and the field to look at (null: the whole report). */
export interface Problem {
  code: ProblemCode;
  field: string | null;
  limit: number | null;
}

const PUBLIC_FIELDS = ['unit', 'kind', 'starts', 'ends', 'recommendations', 'commitments'] as const;
const REPORT_FIELDS = [
  'village',
  'companions',
  'attendance_due',
  'attendance_present',
  'findings',
  'difficulties',
  'proposals',
  'latitude_e6',
  'longitude_e6',
  'accuracy_m',
  'photos',
] as const;
export const CONTENT_FIELDS = [...PUBLIC_FIELDS, ...REPORT_FIELDS] as const;
// One of these must say something, else there is nothing to read.
const SECTIONS = ['findings', 'difficulties', 'recommendations', 'proposals', 'commitments'] as const;

/** Everything that keeps the report from being sent, in the order of the form; empty when it may go. */
export function checkReport(content: Content, tomorrow: string): Problem[] {
  return [
    ...checkWhere(content),
    ...checkDays(content, tomorrow),
    ...checkAttendance(content),
    ...(SECTIONS.some((name) => saysSomething(content[name])) ? [] : [problem('empty_report', null)]),
    ...CONTENT_FIELDS.flatMap((name) => checkLength(name, content[name])),
  ];
}

/** Fields whose text holds what no screen can show; the server refuses them for the same reason. */
export function checkCharacters(content: Content): Problem[] {
  const bad = (value: unknown): boolean => typeof value === 'string' && (value.includes('\0') || !isWellFormed(value));
  return CONTENT_FIELDS.filter((name) => bad(content[name])).map((name) => problem('bad_character', name));
}

export type VisitStep = 'submit' | 'withdraw' | 'begin_review' | 'return' | 'approve';

// Step → the states it may start from; null is a visit that was never sent.
//
//   (draft) ──submit──▶ sent ──approve──▶ approved
//      ▲                │  └──return──▶ returned ──submit──▶ sent (round + 1)
//      └────withdraw────┘
const STEPS: Readonly<Record<VisitStep, readonly (VisitState | null)[]>> = {
  submit: [null, 'returned', 'withdrawn'],
  withdraw: ['sent'],
  begin_review: ['sent'],
  return: ['sent'],
  approve: ['sent'],
};

/** Whether a visit in this state may take the step. */
export function mayStep(step: VisitStep, status: VisitState | null): boolean {
  return STEPS[step].includes(status);
}

function problem(code: ProblemCode, field: string | null, limit: number | null = null): Problem {
  return { code, field, limit };
}

function checkWhere(content: Content): Problem[] {
  const found = (['unit', 'kind', 'starts'] as const)
    .filter((name) => !content[name])
    .map((name) => problem('missing', name));
  const unknown = content.kind && !VISIT_KINDS.includes(content.kind);
  return unknown ? [...found, problem('unknown_code', 'kind')] : found;
}

function checkDays(content: Content, tomorrow: string): Problem[] {
  const { starts, ends } = content;
  const found: Problem[] = [];
  if (starts && ends && ends < starts) found.push(problem('end_before_start', 'ends'));
  if (starts && starts > tomorrow) found.push(problem('date_in_future', 'starts'));
  if (ends && ends > tomorrow) found.push(problem('date_in_future', 'ends'));
  return found;
}

function checkAttendance({ attendance_due: due, attendance_present: present }: Content): Problem[] {
  const over = due !== null && present !== null && present > due;
  return over ? [problem('attendance_present_over_due', 'attendance_present')] : [];
}

function checkLength(name: string, value: unknown): Problem[] {
  const spec = fieldSpec('draft', name);
  if (!spec) return [];
  if (Array.isArray(value)) return value.length > spec.limit ? [problem('too_many', name, spec.limit)] : [];
  const isText = spec.type === 'words' || spec.type === 'line';
  // Characters are counted as the server counts them: a mark or an emoji outside the basic plane is one.
  if (isText && typeof value === 'string' && value.length > spec.limit && [...value].length > spec.limit) {
    return [problem('text_too_long', name, spec.limit)];
  }
  return [];
}

function saysSomething(value: string | null | readonly { text: string | null }[]): boolean {
  if (value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return value.some((item) => saysSomething(item.text));
}

function isWellFormed(text: string): boolean {
  // With the u flag a pair is one character, so that only a lone half is a surrogate.
  return !/\p{Cs}/u.test(text);
}

/** The cards of the form, in order, with the fields in each. */
export const FORM = {
  where: ['unit', 'village', 'kind', 'starts', 'ends'],
  who: ['companions', 'attendance_due', 'attendance_present'],
  content: ['findings', 'difficulties', 'recommendations', 'proposals'],
  commitments: ['commitments'],
  place: ['latitude_e6', 'longitude_e6', 'accuracy_m'],
  photos: ['photos'],
} as const satisfies Record<string, readonly (typeof CONTENT_FIELDS)[number][]>;
export type FormSection = keyof typeof FORM;

/** How far one card of the form is: how many things are missing or wrong, and whether anything stands in it. */
export interface SectionState {
  missing: number;
  filled: boolean;
}

/** How far each card of the form is, from what `checkReport` and its kin found. */
export function sectionState(section: FormSection, content: Content, problems: readonly Problem[]): SectionState {
  const fields: readonly string[] = FORM[section];
  const here = problems.filter((each) =>
    each.field === null ? section === 'content' : fields.includes(each.field),
  );
  const filled = FORM[section].some((name) => {
    const value = content[name];
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== '';
  });
  return { missing: here.length, filled };
}
