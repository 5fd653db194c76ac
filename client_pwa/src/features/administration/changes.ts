// An administrator's requests about change plans: they are made and applied at the office, so they need a network.
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import type { Verdict } from '../changes/rules.ts';

/** One line as it was told: `old` is a name, a code or an id. */
export type Cells = Partial<Record<'old_code' | 'old' | 'above' | 'name' | 'type' | 'code' | 'parent' | 'abolish', string>>;

export interface Plan {
  id: string;
  day: string;
  title: string;
  decision: string | null;
  lines: number;
  /** When it took effect, ms; null while it is a plan. */
  applied: number | null;
}

export interface Kept {
  assignment: string;
  key: string;
}

export interface Choice {
  key: string;
  unit: string;
  role: string;
  candidates: { assignment: string; person: string; from: string; kept: boolean }[];
}

/** An open item or task that waits for a clerk. */
export interface Asking {
  id: string;
  number: string;
  unit: string;
  heirs: string[];
}

/** All that is looked at before a plan takes effect. */
export interface Looked extends Plan {
  rows: { row: number; verdict: Verdict; old: string; cells: Cells; message?: string }[];
  /** Lines of the spreadsheet just read that were typed in an old font. */
  converted?: number;
  fits: boolean;
  levels: { level: string; before: number; after: number }[];
  carried: number;
  moves: { key: string; name: string; from: string[] }[];
  abolished: string[];
  items_moving: number;
  items_waiting: number;
  items_asking: Asking[];
  tasks_moving: number;
  tasks_waiting: number;
  tasks_asking: Asking[];
  targets_following: number;
  targets_asking: number;
  meetings_following: number;
  meetings_asking: number;
  excuses: number;
  assignments_ending: number;
  leaving: { person: string; role: string; from: string }[];
  going_on: { person: string; role: string; from: string; to: string }[];
  choices: Choice[];
  vacant: string[];
  duties: { id: string; decision: string; units: string[]; heirs: string[]; unclear: string[] }[];
}

export interface Told {
  day: string;
  title: string;
  decision: string | null;
  rows?: Cells[];
  keep?: Kept[];
}

const BASE = '/api/admin/changes';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const TEMPLATE = `${BASE}/template.xlsx`;
export const listPlans = () => send<Plan[]>('GET', BASE);
export const addPlan = (told: Told) => send<Plan>('POST', BASE, told);
export const lookAt = (id: string) => send<Looked>('GET', `${BASE}/${id}`);
export const changePlan = (id: string, told: Told) => send<Looked>('PUT', `${BASE}/${id}`, told);
export const putSheet = (id: string, file: Blob) => send<Looked>('PUT', `${BASE}/${id}/sheet`, new Blob([file], { type: XLSX }));
export const addLevel = (id: string, level: string) => send<Looked>('POST', `${BASE}/${id}/level`, { level });
export const dropPlan = (id: string) => send<unknown>('DELETE', `${BASE}/${id}`);
export const applyPlan = (id: string) => send<{ moved: number }>('POST', `${BASE}/${id}/apply`);

function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  return ask(browser, method, path, body) as Promise<T>;
}
