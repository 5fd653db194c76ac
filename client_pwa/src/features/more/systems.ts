// What stands beside visits and feedback, and who works in it: a desk shows it in the rail, a phone under More.
import { CalendarCheck, CalendarClock, ChartColumn, CircleQuestionMark, ClipboardCheck, KeyRound, Map, Trash, Upload } from '../../ui/icons.ts';
import type { Place } from '../../ui/places.ts';
import { holdsAny } from '../people/mine.svelte.ts';

type Key = 'invitations' | 'tasks' | 'indicators' | 'duty' | 'lists' | 'deleted' | 'units' | 'password' | 'help';

/** The systems that the person works in. */
export function systems(): Place[] {
  return [
    ...one('invitations', CalendarClock, !holdsAny('agency', 'admin')),
    ...one('tasks', ClipboardCheck),
    ...one('indicators', ChartColumn, !holdsAny('agency')),
    ...one('duty', CalendarCheck, holdsAny('cadre', 'leader', 'clerk', 'supervisor')),
  ];
}

/** What the person opens now and then. */
export function helps(): Place[] {
  return [
    ...one('lists', Upload, holdsAny('clerk', 'supervisor')),
    ...one('deleted', Trash, holdsAny('cadre', 'leader')),
    ...one('units', Map),
    ...one('help', CircleQuestionMark),
    ...one('password', KeyRound),
  ];
}

function one(key: Key, icon: string, is = true): Place[] {
  return is ? [{ key, href: `/${key}`, icon, words: `more-${key}` }] : [];
}
