// The administrator's requests. The one feature that asks the office directly: people, units and assignments are
// changed at the office or not at all, so these screens need a network. Throws SessionError with a code of the catalogue.
import type { Agency, Assignment, Person, Unit, Urgency } from '../../sync/records.ts';
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import type { PlanDay } from './calendar.ts';

/** A person of the directory, with the account that only an administrator sees. */
export interface Account extends Person {
  username: string | null;
  has_password: boolean;
  assignments: Assignment[];
}

/** An open session, on a device. */
export interface OpenSession {
  id: string;
  device: string;
  label: string;
  created: number;
  last_seen: number;
}

/** Works; hands in what it has and then erases itself; erases itself at its next contact. */
export type DeviceState = 'active' | 'drain' | 'lost';

/** A device that the person ever signed in on. `unsent`: what it still had when it erased itself, at `wiped`. */
export interface Device {
  id: string;
  label: string;
  first_seen: number;
  last_seen: number;
  state: DeviceState;
  withdrawn: number | null;
  wiped: number | null;
  unsent: number | null;
}

/** One thing to mend of the assignments; `day`: by when. */
export interface Trouble {
  kind: 'left' | 'substitute_left' | 'unit_abolished' | 'no_cadre' | 'no_contact' | 'double' | 'ending' | 'several';
  unit: string | null;
  persons: string[];
  assignment: string | null;
  day: string | null;
}

export interface Coverage {
  day: string;
  communes: number;
  covered: number;
  vacancies: { unit: string; name: string }[];
}

/** A one-time code, shown once. `expires` is ms since 1970. */
export interface Code {
  username: string;
  code: string;
  expires: number;
}

export type Sheet = 'units' | 'people' | 'assignments';
export type Verdict = 'new' | 'changed' | 'same' | 'bad';

/** A spreadsheet checked row by row; nothing is written yet. */
export interface Preview {
  token: string;
  /** `letters`: the old code that a row was typed in and read from; '' for Unicode. */
  rows: { row: number; verdict: Verdict; text: string; letters: string; message?: string | null }[];
  counts: Record<Verdict, number>;
}

/** How much was written, and the codes of new people, shown once. */
export interface Taken extends Record<Verdict, number> {
  codes: { username: string; name: string; code: string }[];
}

/** A report or an item that words may be erased from: which of its parts hold something, and none of the words. */
export interface Found {
  entity: 'visit' | 'feedback' | 'person';
  id: string;
  number: string | null;
  unit: string | null;
  author: string;
  day: string | null;
  parts: string[];
  children: { part: string; at: number | null; person: string | null }[];
  amended_by: string[];
}

export type Ground = 'request' | 'no_basis' | 'purpose_ended' | 'consent_withdrawn' | 'order';

/** What was erased: who, when, on which ground, why. */
export interface Erasure {
  id: string;
  matter: string;
  number: string | null;
  places: string[];
  at: number;
  by: string;
  ground: Ground;
  reason: string;
}

/** How many days a province-wide person's device holds, and since which day. */
export interface HeldDays {
  days: number;
  first: string;
}

/** When the office works, and what it promises by urgency. */
export interface CalendarPlan {
  hours: string;
  week: string;
  days_off: PlanDay[];
  made_up: PlanDay[];
  clocks: { urgency: Urgency; answer_hours: number; settle_days: number }[];
}

const BASE = '/api/admin';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Only what a person typed goes over; empty texts say nothing. */
type Form = Readonly<Record<string, string | boolean | null>>;

export const listPeople = () => get<Account[]>('/people');
export const addPerson = (form: Form) => send<Account>('POST', '/people', form);
export const changePerson = (id: string, form: Form) => send<Account>('PATCH', `/people/${id}`, form);
export const issueCode = (id: string) => send<Code>('POST', `/people/${id}/code`);
export const listDevices = (id: string) => get<Device[]>(`/people/${id}/devices`);
export const changeDevice = (id: string, device: string, state: DeviceState) => send<Device>('PATCH', `/people/${id}/devices/${device}`, { state });
export const listSessions = (id: string) => get<OpenSession[]>(`/people/${id}/sessions`);
export const endDevice = (id: string, session: string) => send<unknown>('DELETE', `/people/${id}/sessions/${session}`);

export const listUnits = () => get<Unit[]>('/units');
export const putUnit = (id: string | null, form: Form) => put<Unit>('/units', id, form);
export const listAgencies = () => get<Agency[]>('/agencies');
export const putAgency = (id: string | null, form: Form) => put<Agency>('/agencies', id, form);

export const assign = (form: Form) => send<Assignment>('POST', '/assignments', form);
export const endAssignment = (id: string, form: Form) => send<Assignment>('PATCH', `/assignments/${id}`, form);
export const readCalendarPlan = () => get<CalendarPlan>('/calendar');
export const putCalendar = (plan: CalendarPlan) => send<CalendarPlan>('PUT', '/calendar', plan);
export const holidaysOf = (year: string) => get<Pick<CalendarPlan, 'days_off' | 'made_up'>>(`/calendar/holidays/${year}`);

export const coverage = () => get<Coverage>('/vacancies');
export const upkeep = () => get<Trouble[]>('/upkeep');

export const listErasures = () => get<Erasure[]>('/erasures');
export const findMatter = (what: string) => get<Found>(`/erasures/find?what=${encodeURIComponent(what)}`);
export const erase = (wish: { entity: string; id: string; parts: readonly string[]; ground: Ground; reason: string }) => send<Erasure>('POST', '/erasures', wish);
export const readWindow = () => get<HeldDays>('/window');
export const putWindow = (days: number) => send<HeldDays>('PUT', '/window', { days });

export const templateOf = (sheet: Sheet) => `${BASE}/import/${sheet}/template.xlsx`;
export const checkSheet = (sheet: Sheet, file: Blob) =>
  send<Preview>('POST', `/import/${sheet}`, new Blob([file], { type: XLSX }));
export const confirmSheet = (sheet: Sheet, token: string, codes: boolean) =>
  send<Taken>('POST', `/import/${sheet}/confirm`, { token, codes });

function get<T>(path: string): Promise<T> {
  return ask(browser, 'GET', BASE + path) as Promise<T>;
}

function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  return ask(browser, method, BASE + path, body) as Promise<T>;
}

function put<T>(path: string, id: string | null, form: Form): Promise<T> {
  return send<T>(id === null ? 'POST' : 'PATCH', id === null ? path : `${path}/${id}`, form);
}
