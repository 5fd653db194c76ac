// Instants of reminders in words: when one comes, by the clock of its zone, and how long ago one came.
import { ago, dayOf, dayText } from '../../view/format.ts';
import { since, t } from '../../view/t.svelte.ts';

const DAY_MS = 86_400_000;
// Beyond a month a date says it better.
const DAYS_MAX = 30;

/** The day of the week, the day and the time of an instant in a zone. */
export function momentIn(at: number, zone: string, locale: string): { weekday: string; day: string; time: string } {
  const parts = { weekday: 'long', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const shown = new Intl.DateTimeFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { ...parts, timeZone: zone, hourCycle: 'h23' });
  const said = Object.fromEntries(shown.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: said['weekday'] ?? '', day: `${said['day']}/${said['month']}`, time: `${said['hour']}:${said['minute']}` };
}

/** "5 minutes ago", "3 days ago", and beyond a month the day. */
export function longSince(at: number, now: number): string {
  const days = Math.floor((now - at) / DAY_MS);
  if (ago(at, now) || days < 1) return since(at, now);
  return days <= DAYS_MAX ? t('inbox-days-ago', { count: days }) : dayText(dayOf(at));
}
