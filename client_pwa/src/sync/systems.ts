// The records of the systems beside visits and feedback: duty, the office's calendar, tasks and indicators. One interface
// a kind, field for field as in schema.json (a test compares them). Types alone.
import type { Role, VisitKind } from './records.ts';

export interface Cadence {
  id: string;
  for_role: Role;
  units: string[];
  every_months: number;
  starts: string;
  ends: string | null;
  grace_days: number | null;
  catch_up: number | null;
  decision: string | null;
  by: string;
}
export interface Leave {
  id: string;
  person: string;
  starts: string;
  ends: string;
  decision: string | null;
  cancelled: boolean | null;
  by: string;
}
export interface Excuse {
  id: string;
  assignment: string | null;
  unit: string | null;
  starts: string;
  ends: string;
  reason: string;
  cancelled: boolean | null;
  by: string;
}
export interface Period {
  id: string;
  first_day: number;
  starts: string;
  decision: string | null;
  by: string;
}
export interface ClosingEntry {
  id: string;
  kind: 'close' | 'lock' | 'reopen';
  at: number;
  person: string;
  role: Role;
  text: string | null;
}
export interface Closing {
  id: string;
  period: string;
  status: 'open' | 'closed' | 'locked';
  round: number;
  until: number | null;
  log: ClosingEntry[];
}

export interface NamedDay {
  /** The civil day. */
  id: string;
  text: string | null;
}
export interface UrgencyClock {
  id: string;
  answer_hours: number;
  settle_days: number;
}
/** When the office works; its id is the office's. `hours`: "07:00-11:30 13:30-17:00"; `week`: ISO weekdays "12345". */
export interface Calendar {
  id: string;
  hours: string | null;
  week: string | null;
  days_off: NamedDay[];
  made_up: NamedDay[];
  clocks: UrgencyClock[];
}

export type Comparator = 'eq' | 'gt' | 'ge' | 'lt' | 'le' | 'approx';
export type Direction = 'higher' | 'lower';
export type TaskStatus = 'open' | 'closed' | 'dropped';
export type TaskEntryKind = 'set' | 'changed' | 'extended' | 'closed' | 'dropped' | 'reopened' | 'reached' | 'unreached' | 'struck' | 'moved';

export interface TaskGoal {
  id: string;
  text: string;
  measure: string;
  target_e3: number;
  comparator: Comparator;
  baseline_e3: number | null;
  direction: Direction;
}
export interface TaskPoint {
  id: string;
  goal: string;
  day: string;
  value_e3: number;
  comparator: Comparator;
  source: string | null;
  at: number;
  person: string;
  role: Role;
}
export interface TaskEntry {
  id: string;
  kind: TaskEntryKind;
  at: number;
  person: string;
  role: Role;
  text: string | null;
  due: string | null;
  day: string | null;
  /** The milestone or the point that it is about. */
  about: string | null;
  document: string | null;
  /** The former unit of a task that moved. */
  unit: string | null;
}
export interface TaskMilestone { id: string; text: string; due: string }
export interface Task {
  id: string;
  title: string;
  why: string | null;
  unit: string;
  owner: string | null;
  agency: string | null;
  assigner: string | null;
  starts: string;
  ends: string;
  ends_original: string;
  status: TaskStatus;
  round: number;
  goals: TaskGoal[];
  milestones: TaskMilestone[];
  points: TaskPoint[];
  log: TaskEntry[];
  visits: string[];
  by: string;
}
export interface IndicatorCategory { id: string; name_vi: string; name_en: string }
export interface Indicator {
  id: string;
  code: string;
  name_vi: string;
  name_en: string;
  series: string | null;
  measure_vi: string;
  measure_en: string;
  direction: Direction;
  cumulative: boolean | null;
  adds_up: boolean | null;
  decimals: number | null;
  formula: string | null;
  parts: string[];
  categories: IndicatorCategory[];
  order: number | null;
  retired: boolean | null;
  by: string;
}
interface Measured {
  id: string;
  indicator: string;
  unit: string;
  category: string | null;
  starts: string;
  ends: string;
  value_e3: number;
  comparator: Comparator;
  cancelled: boolean | null;
  by: string;
  at: number;
}
export interface Target extends Measured {
  decision: string | null;
}
export interface Progress extends Measured {
  estimated: boolean | null;
  source: string | null;
}

export type InvitationEntryKind = 'set' | 'changed' | 'moved' | 'withdrawn' | 'accepted' | 'declined' | 'proposed' | 'attended';
export interface InvitationEntry {
  id: string;
  kind: InvitationEntryKind;
  at: number;
  person: string;
  role: Role;
  text: string | null;
  /** The round that it was said of, or that it made. */
  round: number;
  starts: string | null;
  ends: string | null;
  from_minute: number | null;
  to_minute: number | null;
  /** The proposal that a move follows, or the visit that an attendance became. */
  about: string | null;
}
/** Who is asked to come where and when; minutes count from midnight of the civil day. */
export interface Invitation {
  id: string;
  unit: string;
  kind: VisitKind;
  title: string;
  place: string | null;
  text: string | null;
  starts: string;
  ends: string;
  from_minute: number;
  to_minute: number | null;
  invited: string[];
  status: 'open' | 'withdrawn';
  round: number;
  log: InvitationEntry[];
  by: string;
}

/** What a person is told, in his inbox; `ended`: it stands no more. */
export interface Notice {
  id: string;
  person: string;
  occasion: string;
  about: string;
  record: string;
  turn: string;
  unit: string | null;
  day: string | null;
  minute: number | null;
  number: string | null;
  period: string | null;
  count: number | null;
  escalated: number | null;
  at: number;
  ended: number | null;
  read: number | null;
}
/** How a person wants to be told. */
export interface Preference {
  id: string;
  person: string;
  zone: string;
  quiet_from: string;
  quiet_until: string;
  digest: string | null;
  show_text: boolean;
  language: 'vi' | 'en';
  push: boolean;
  mail: boolean;
  gateway: boolean;
  silenced: { id: string }[] | null;
}
/** The office's rule for an occasion; no turns: switched off. */
export interface Occasion {
  id: string;
  code: string;
  turns: string | null;
  wording_vi: string | null;
  wording_en: string | null;
  by: string;
}
