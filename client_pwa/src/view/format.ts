/* Days, times and numbers as a person reads them. Pure: the language and the present moment are arguments. */

export type Lang = 'vi' | 'en';

/** The office's zone: a report's day is a civil date there, wherever the phone is. */
const ZONE = 'Asia/Ho_Chi_Minh';
const TAG: Record<Lang, string> = { vi: 'vi-VN', en: 'en-GB' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `2024-06-24` as 24/06/2024; anything that is no civil date stays as it is. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return year ? `${date}/${month}/${year}` : day;
}

/** The civil date of an instant (ms) in the office's zone, `2024-06-24`. */
export function dayOf(at: number): string {
  const { year, month, day } = pieces(at);
  return `${year}-${month}-${day}`;
}

/** The time of an instant (ms) in the office's zone, 14:05. */
export function timeText(at: number): string {
  const { hour, minute } = pieces(at);
  return `${hour}:${minute}`;
}

/** `14:05` today, else `24/06/2024 14:05`. */
export function instantText(at: number, now: number): string {
  const day = dayOf(at);
  return day === dayOf(now) ? timeText(at) : `${dayText(day)} ${timeText(at)}`;
}

/** How long ago in whole minutes or hours; null from 24 h on, and for what lies ahead: then a date says it better. */
export function ago(at: number, now: number): { unit: 'now' | 'minutes' | 'hours'; count: number } | null {
  const past = now - at;
  if (past >= DAY_MS || past < -MINUTE_MS) return null;
  if (past < MINUTE_MS) return { unit: 'now', count: 0 };
  if (past < HOUR_MS) return { unit: 'minutes', count: Math.floor(past / MINUTE_MS) };
  return { unit: 'hours', count: Math.floor(past / HOUR_MS) };
}

/** 1.234,5 in Vietnamese, 1,234.5 in English. */
export function numberText(value: number, lang: Lang, fractionDigits = 0): string {
  return new Intl.NumberFormat(TAG[lang], { maximumFractionDigits: fractionDigits }).format(value);
}

/** A share (0.844) as 84,4 % in Vietnamese, 84.4% in English. */
export function percentText(share: number, lang: Lang): string {
  return new Intl.NumberFormat(TAG[lang], { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** Bytes as a person says them: 320 KB, 1,4 MB. */
export function sizeText(bytes: number, lang: Lang): string {
  return bytes < 1_000_000 ? `${numberText(Math.ceil(bytes / 1000), lang)} KB` : `${numberText(bytes / 1_000_000, lang, 1)} MB`;
}

let clock: Intl.DateTimeFormat | undefined;

function pieces(at: number): Record<string, string> {
  // Making a formatter costs a hundred times what using it costs; lists format hundreds of dates.
  clock ??= new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  });
  return Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
}
