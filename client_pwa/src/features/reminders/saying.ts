// What a notice says in the person's language, and where it leads. The phone's twin of server/features/reminders/saying.py;
// both run sync/vectors/reminders.json. Pure: how words are said is an argument.
import type { Notice, Occasion } from '../../sync/systems.ts';
import type { Called } from '../../view/units.ts';
import { dayText } from '../../view/format.ts';
import type { Values } from '../../view/speech.ts';
import { daysOf, fill, OCCASIONS } from './rules.ts';

/** Where a record is opened; what has no page of its own leads to the inbox. */
const PAGES: Readonly<Record<string, string>> = {
  draft: '/visits/{id}',
  visit: '/visits/{id}',
  feedback: '/feedback/{id}',
  task: '/tasks/{id}',
  invitation: '/invitations/{id}',
  assignment: '/duty/{id}',
  office: '/duty/periods',
  unit: '/area/{id}',
  device: '/sync',
};
export const INBOX = '/reminders';

export type Told = Pick<Notice, 'occasion' | 'about' | 'record' | 'turn' | 'day' | 'minute' | 'number' | 'period' | 'count' | 'escalated'>;
/** Says a message of `reminders` or of the directory. */
export type Say = (key: string, values: Values) => string;

/** Where in the app the notice leads. */
export function pageOf({ about, record }: Pick<Told, 'about' | 'record'>): string {
  return (PAGES[about] ?? INBOX).replace('{id}', record);
}

/** The office's own sentence for an occasion in that language; null where it has none. */
export function wordingOf(rules: readonly Occasion[], code: string, locale: string): string | null {
  const rule = rules.find((each) => each.code === code);
  return (locale === 'vi' ? rule?.wording_vi : rule?.wording_en) || null;
}

/** What the notice says. One of an occasion that this build does not know says that there is something new. */
export function sentenceOf(notice: Told, of: { unit: Called | null; wording: string | null; say: Say }): string {
  const { occasion, day, minute, number, period, count, escalated } = notice;
  const values = {
    unit: of.unit ? of.say('unit-name', { ...of.unit }) : '',
    day: dayText(day ?? ''),
    number: number ?? '',
    period: (period ?? '').replace(/^(\d+)-(\d+)$/, '$2/$1'),
    time: minute === null ? '' : [minute / 60, minute % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':'),
  };
  if (of.wording) return fill(of.wording, values);
  if (!(OCCASIONS as readonly string[]).includes(occasion)) return of.say('notice-neutral', null);
  const when = daysOf(notice.turn) < 0 ? 'before' : 'after';
  return of.say(`notice-${occasion.replaceAll('_', '-')}`, { ...values, count: count ?? 0, escalated: escalated ?? 0, when });
}
