// What a feedback item is as of a day, and the figures of quality: the phone's twin of server/features/feedback/figures.py.
// Both run sync/vectors/feedback_figures.json. Pure: days and threads are arguments; no store, no clock, no screen text.
import type { FeedbackState, Role, Settlement, ThreadKind } from '../../sync/records.ts';

/** One entry of a thread as figures need it: its kind, its civil day, the role it was said in, what it set. */
export interface Entry {
  kind: ThreadKind;
  day: string;
  role: Role;
  outcome: Settlement | null;
  due: string | null;
  owner?: string | null;
}

/** An item as of a day. `linked`: another of the same matter answers for it; `split`: it counts by its parts. */
export interface Standing {
  status: FeedbackState | null;
  outcome: Settlement | null;
  due: string | null;
  heard: boolean;
  reopened: boolean;
  extended: boolean;
  linked: boolean;
  split: boolean;
  owner: string | null;
}

export type Category = 'closed' | 'refused' | 'transferred' | 'overdue_unanswered' | 'in_progress' | 'new';

/** How many items there are of each category as of a day. `open` = in progress + overdue unanswered + unowned. */
export interface Figures {
  as_of: string;
  total: number;
  closed: number;
  in_progress: number;
  refused: number;
  transferred: number;
  overdue_unanswered: number;
  open: number;
  ever_reopened: number;
  extended: number;
  finally_answered_percent: number | null;
}

// Entry → the state it leads to. Others change no state.
const LEADS_TO: Readonly<Partial<Record<ThreadKind, FeedbackState>>> = {
  raised: 'new',
  explained: 'confirmed',
  owned: 'owned',
  handed: 'owned',
  answered: 'answered',
  confirmed: 'confirmed',
  reopened: 'owned',
  referred: 'confirmed',
  split: 'confirmed',
  split_off: 'new',
  linked: 'new',
  unlinked: 'new',
  closed_with: 'confirmed',
  listed: 'confirmed',
};
const NOTHING_YET: Standing = {
  status: null,
  outcome: null,
  due: null,
  heard: false,
  reopened: false,
  extended: false,
  linked: false,
  split: false,
  owner: null,
};

/** The item's state after everything that was said up to and including that civil day. */
export function standing(thread: readonly Entry[], asOf: string): Standing {
  return thread.filter((entry) => entry.day <= asOf).reduce(after, NOTHING_YET);
}

function after(state: Standing, entry: Entry): Standing {
  return {
    status: LEADS_TO[entry.kind] ?? state.status,
    outcome: outcomeAfter(state, entry),
    due: entry.due && entry.kind !== 'extension_asked' ? entry.due : state.due,
    heard: state.heard || (entry.role === 'agency' && ['message', 'answered'].includes(entry.kind)),
    reopened: state.reopened || entry.kind === 'reopened',
    extended: state.extended || entry.kind === 'extended',
    linked: entry.kind === 'linked' || (state.linked && entry.kind !== 'unlinked'),
    split: state.split || entry.kind === 'split',
    owner: entry.kind === 'linked' || entry.kind === 'unlinked' ? null : (entry.owner ?? state.owner),
  };
}

function outcomeAfter(state: Standing, entry: Entry): Settlement | null {
  if (entry.kind === 'reopened') return null;
  if (entry.kind === 'explained') return 'settled';
  if (entry.kind === 'referred') return 'transferred';
  return entry.outcome ?? state.outcome;
}

/**
 * What the item counts as on that day; null before it was raised, and once it was split: then its parts count.
 * An answer counts once the commune has confirmed it: the handler never closes its own item.
 */
export function category(state: Standing, asOf: string): Category | null {
  if (state.status === null || state.split) return null;
  if (state.status === 'confirmed') {
    return state.outcome === 'refused' || state.outcome === 'transferred' ? state.outcome : 'closed';
  }
  if (state.linked) return 'in_progress';
  if (state.due && state.due < asOf && !state.heard) return 'overdue_unanswered';
  return state.status === 'new' ? 'new' : 'in_progress';
}

/** The figures of quality as of the end of that civil day. */
export function figures(threads: readonly (readonly Entry[])[], asOf: string): Figures {
  const standings = threads.map((thread) => standing(thread, asOf)).filter((state) => category(state, asOf) !== null);
  const found = standings.map((state) => category(state, asOf));
  const count = (name: Category): number => found.filter((each) => each === name).length;
  const final = count('closed') + count('refused') + count('transferred');
  return {
    as_of: asOf,
    total: found.length,
    closed: count('closed'),
    in_progress: count('in_progress'),
    refused: count('refused'),
    transferred: count('transferred'),
    overdue_unanswered: count('overdue_unanswered'),
    open: found.length - final,
    ever_reopened: standings.filter((state) => state.reopened).length,
    extended: standings.filter((state) => state.extended).length,
    finally_answered_percent: percent(final, found.length),
  };
}

/** The share in percent with one decimal, halves rounded up; null of nothing. */
export function percent(part: number, whole: number): number | null {
  return whole ? Math.floor((part * 2000 + whole) / (2 * whole)) / 10 : null;
}
