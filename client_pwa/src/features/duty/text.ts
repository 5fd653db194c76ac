// Periods, rules and states of duty in words.
import { dayText } from '../../view/format.ts';
import { t } from '../../view/t.svelte.ts';
import type { Line, Rule } from './ledger.ts';

/** "tháng 6/2024", "quý II/2024" …, of a period's key. */
export function periodText(key: string): string {
  const year = key.slice(0, 4);
  if (/^\d{4}-\d\d$/.test(key)) return t('duty-month', { month: String(Number(key.slice(5))), year });
  if (key.includes('Q')) return t('duty-quarter', { quarter: key.slice(6), year });
  return key.includes('H') ? t('duty-half', { half: Number(key.slice(6)), year }) : t('duty-year', { year });
}

/** The months that a line is about. */
export function monthsText({ first_month, last_month }: Pick<Line, 'first_month' | 'last_month'>): string {
  if (first_month === last_month) return periodText(first_month);
  const [first, last] = [Number(first_month.slice(5)), Number(last_month.slice(5))];
  const sameYear = first_month.slice(0, 4) === last_month.slice(0, 4);
  if (sameYear && last - first === 2 && last % 3 === 0) return periodText(`${last_month.slice(0, 4)}-Q${last / 3}`);
  return t('duty-months', { first: sameYear ? String(first) : monthText(first_month), last: monthText(last_month) });
}

/** "15/05/2024 – 14/06/2024". */
export function daysText(first: string, last: string): string {
  return `${dayText(first)} – ${dayText(last)}`;
}

/** What became of a period: "đã đi 12/06/2024", "quá hạn". `why`: the reason of its excuse. */
export function stateText(line: Line, why: string | null): string {
  const day = line.day ? dayText(line.day) : '';
  if (line.state === 'excused') return why ? t('duty-state-excused-why', { why }) : t('duty-state-excused');
  if (line.state === 'leave') return t('duty-state-leave');
  if (line.state === 'open') return line.missed ? t('duty-state-missed') : t('duty-state-open', { day: dayText(line.last) });
  return t(`duty-state-${line.state}`, { day });
}

/** "Mỗi tháng một chuyến; thêm 5 ngày". */
export function ruleText({ every, grace, catch_up }: Pick<Rule, 'every' | 'grace' | 'catch_up'>): string {
  const parts = [t('duty-every', { months: every })];
  if (grace > 0) parts.push(t('duty-grace-days', { days: grace }));
  if (catch_up > 0) parts.push(t('duty-catch-up-periods', { count: catch_up }));
  return parts.join(' · ');
}

function monthText(key: string): string {
  return `${Number(key.slice(5))}/${key.slice(0, 4)}`;
}
