// The threads of all feedback on this phone, as the figures need them. Reads the store; writes nothing.
import { reading } from '../../store/commit.ts';
import type { Store } from '../../store/store.ts';
import { civilDay } from '../../sync/days.ts';
import type { Stored } from '../../sync/client.ts';
import type { Feedback, ThreadEntry } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import type { Matter } from './accounts.ts';
import type { Entry } from './figures.ts';

/** One list of entries an item, oldest first. What has not reached the office does not count yet. */
export async function readThreads(store: Store): Promise<Entry[][]> {
  const rows = await reading(store).getAll<Stored>('row', 'feedback/');
  return [...rows].map(([key, row]) => toRecord('feedback', String(key), row.body).thread.map(asEntry));
}

/** The same with the unit and the day of raising. */
export async function readMatters(store: Store): Promise<Matter[]> {
  const rows = await reading(store).getAll<Stored>('row', 'feedback/');
  return [...rows].map(([key, row]) => matterOf(toRecord('feedback', String(key), row.body)));
}

/** An item as the figures need it. */
export function matterOf({ unit, raised, thread }: Pick<Feedback, 'unit' | 'raised' | 'thread'>): Matter {
  return { unit: unit ?? '', raised: civilDay(raised), thread: thread.map(asEntry) };
}

function asEntry({ kind, at, role, outcome, due, owner }: ThreadEntry): Entry {
  return { kind, day: civilDay(at), role, outcome, due, owner };
}
