// The records as screens see them: one interface a kind, field for field as in schema.json (a test compares them).
// Types and empty values only: nothing that runs, no screen text, no storage.
// Days are civil dates "2024-06-25"; instants are ms since 1970; a name of a person, unit, agency or theme is its id.
import type { Cadence, Calendar, Closing, Excuse, Indicator, Invitation, Leave, Notice, Occasion, Period, Preference, Progress, Target, Task } from './systems.ts';

/** What a value may be on the wire and in the store. Numbers are safe integers. */
export type Value = string | number | boolean | null | readonly Value[];

/** A record's fields in wire form: items are rows of columns. */
export type Body = Readonly<Record<string, Value>>;

export type Role = 'cadre' | 'contact' | 'leader' | 'agency' | 'clerk' | 'supervisor' | 'admin';
export type VisitKind =
  | 'committee_meeting'
  | 'standing_committee'
  | 'cell_meeting'
  | 'dialogue'
  | 'site_check'
  | 'working_session';
export type VisitState = 'sent' | 'returned' | 'approved' | 'withdrawn';
export type FeedbackKind = 'issue' | 'recommendation' | 'proposal' | 'question';
export type FeedbackState = 'new' | 'owned' | 'answered' | 'confirmed';
export type FeedbackSource = 'commune' | 'people' | 'monitor';
export type Urgency = 'urgent' | 'normal' | 'complex';
/** `split` is no settlement: the item counts by its parts. */
export type Settlement = 'settled' | 'partly' | 'refused' | 'transferred' | 'split';
export type ThreadKind =
  | 'raised'
  | 'explained'
  | 'owned'
  | 'handed'
  | 'message'
  | 'answered'
  | 'confirmed'
  | 'reopened'
  | 'extension_asked'
  | 'extended'
  | 'due_set'
  | 'referred'
  | 'split'
  | 'split_off'
  | 'linked'
  | 'unlinked'
  | 'joined'
  | 'closed_with'
  | 'corrected'
  | 'listed'
  | 'moved';
export type Stance = 'acknowledged' | 'annotated' | 'disputed';
export type Choice = 'mine' | 'theirs' | 'both';

export interface Commitment {
  id: string;
  text: string | null;
  due: string | null;
}
export interface PhotoItem {
  id: string;
  sha: string;
  bytes: number;
  width: number;
  height: number;
}
export interface Section {
  /** The field that the comment is about, such as `findings`. */
  id: string;
  text: string;
}
export interface ThreadEntry {
  id: string;
  kind: ThreadKind;
  at: number;
  person: string;
  role: Role;
  agency: string | null;
  text: string | null;
  owner: string | null;
  outcome: Settlement | null;
  due: string | null;
  round: number | null;
  /** The number of the paper that proves an answer. */
  document: string | null;
  /** The unit that the item belonged to before it was moved. */
  unit: string | null;
}

export interface Office {
  id: string;
  name: string;
  phone: string | null;
  province: string | null;
  clock_offset_ms: number;
  demo: boolean;
  /** How many days a province-wide person's phone holds, and since which day it does. */
  window_days: number | null;
  window_from: string | null;
}
export interface Unit {
  id: string;
  name: string;
  type: string;
  level: string;
  code: string | null;
  parent: string | null;
  valid_from: string | null;
  valid_to: string | null;
  predecessors: string[];
  successors: string[];
}
export interface Agency {
  id: string;
  name: string;
  phone: string | null;
  closed: boolean;
}
export interface Theme {
  id: string;
  name_vi: string;
  name_en: string;
  order: number;
}
export interface Person {
  id: string;
  name: string;
  title: string | null;
  disabled: boolean;
}
export interface Assignment {
  id: string;
  person: string;
  role: Role;
  unit: string | null;
  agency: string | null;
  starts: string;
  ends: string | null;
  decision: string | null;
  reason: string | null;
  replaces: string | null;
  /** Who stands in for the person: may do what he may, as long as the assignment runs. */
  substitute: string | null;
}

export interface PublicContent {
  unit: string | null;
  kind: VisitKind | null;
  starts: string | null;
  ends: string | null;
  recommendations: string | null;
  commitments: Commitment[];
}
export interface ReportContent {
  village: string | null;
  companions: string[];
  attendance_due: number | null;
  attendance_present: number | null;
  findings: string | null;
  difficulties: string | null;
  proposals: string | null;
  latitude_e6: number | null;
  longitude_e6: number | null;
  accuracy_m: number | null;
  photos: PhotoItem[];
}
/** A place whose words the office erased, such as `findings` or `thread/<id>/text`, and when. */
export interface Erased {
  id: string;
  at: number;
}
/** Where the office's own list brought it from: what it is called, its number there, who entered it and when. */
export interface Listed {
  list_name: string | null;
  list_ref: string | null;
  listed_by: string | null;
  listed: number | null;
}
export interface Draft extends PublicContent, ReportContent {
  id: string;
  role: Role | null;
  amends: string | null;
  round: number | null;
  edited: number | null;
  deleted: number | null;
  erased: Erased[];
}
export interface Visit extends PublicContent, Listed {
  id: string;
  author: string;
  role: Role | null;
  number: string | null;
  status: VisitState;
  round: number;
  submitted: number | null;
  received: number | null;
  reviewing: string | null;
  decided_by: string | null;
  decided: number | null;
  amends: string | null;
  erased: Erased[];
  /** When the first round that stands was sent, and came. */
  first_submitted: number | null;
  first_received: number | null;
}
export interface Report extends ReportContent {
  id: string;
  erased: Erased[];
  /** An earlier visit of the same writer that was reported in the same words. */
  repeats: string | null;
}
export interface Round extends PublicContent, ReportContent {
  id: string;
  visit: string;
  round: number;
  submitted: number | null;
  erased: Erased[];
}
export interface Review {
  id: string;
  visit: string;
  round: number;
  reviewer: string;
  decision: 'returned' | 'approved';
  comment: string | null;
  sections: Section[];
  at: number;
  erased: Erased[];
}
export interface Feedback extends Listed {
  id: string;
  unit: string | null;
  kind: FeedbackKind | null;
  theme: string | null;
  urgency: Urgency | null;
  source: FeedbackSource | null;
  matter: string | null;
  visit: string | null;
  number: string | null;
  author: string;
  role: Role | null;
  raised: number;
  status: FeedbackState;
  owner: string | null;
  due: string | null;
  due_original: string | null;
  asked_until: string | null;
  outcome: Settlement | null;
  round: number;
  thread: ThreadEntry[];
  erased: Erased[];
  /** By when it shall have its first answer. */
  answer_due: number | null;
  /** The item that it was split off, and those that it was split into. */
  split_from: string | null;
  parts: string[];
  /** The item of the same matter that answers for it. */
  duplicate_of: string | null;
  photos: EvidenceItem[];
}
/** What the commune's contact says to one round of a visit. */
export interface Acknowledgement {
  id: string;
  visit: string;
  round: number;
  person: string;
  stance: Stance;
  text: string | null;
  at: number;
}
/** A photo that came with an answer; `entry` is the answer's in the thread. */
export interface EvidenceItem extends PhotoItem {
  entry: string;
}
export interface Attachment {
  id: string;
  visit: string;
  sha: string;
  bytes: number;
  state: string;
}
export interface Conflict {
  id: string;
  entity: string;
  record: string;
  field: string | null;
  kind: string;
  mine: string | null;
  mine_by: string | null;
  mine_at: number | null;
  theirs: string | null;
  theirs_by: string | null;
  theirs_at: number | null;
  op: string | null;
  round: number | null;
  state: string;
  choice: Choice | null;
  settled_by: string | null;
  settled: number | null;
  erased: Erased[];
}
export interface Outcome {
  id: string;
  op: string;
  outcome: string;
  code: string | null;
  entity: string | null;
  record: string | null;
  // What the sentence of a refusal names.
  field: string | null;
  limit: number | null;
  unit: string | null;
  person: string | null;
  period: string | null;
  role: string | null;
}

/** Every kind of record by its name on the wire. */
export interface Records {
  office: Office;
  unit: Unit;
  agency: Agency;
  theme: Theme;
  person: Person;
  assignment: Assignment;
  cadence: Cadence;
  leave: Leave;
  excuse: Excuse;
  period: Period;
  closing: Closing;
  draft: Draft;
  visit: Visit;
  report: Report;
  round: Round;
  review: Review;
  feedback: Feedback;
  calendar: Calendar;
  acknowledgement: Acknowledgement;
  task: Task;
  indicator: Indicator;
  target: Target;
  progress: Progress;
  invitation: Invitation;
  notice: Notice;
  preference: Preference;
  occasion: Occasion;
  attachment: Attachment;
  conflict: Conflict;
  outcome: Outcome;
}
export type EntityName = keyof Records;

/** The part of a draft that its writer types. */
export type DraftContent = PublicContent & ReportContent & Pick<Draft, 'role' | 'amends'>;
