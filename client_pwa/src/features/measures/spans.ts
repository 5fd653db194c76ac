// Spans of civil days that have a name: a month, a quarter, a half-year, a year. Pure.
import { monthEnd } from '../days.ts';

export type SpanKind = 'year' | 'half' | 'quarter' | 'month' | 'years' | 'day' | 'days';
/** A span and its name's parts; `number` counts halves, quarters and months in their year. */
export interface NamedSpan {
  kind: SpanKind;
  year: string;
  number: number;
}

const MONTHS: Readonly<Partial<Record<number, SpanKind>>> = { 12: 'year', 6: 'half', 3: 'quarter', 1: 'month' };

/** What the span from one day to another is called. */
export function nameOf(first: string, last: string): NamedSpan {
  const year = first.slice(0, 4);
  if (first === last) return { kind: 'day', year, number: 0 };
  const [from, to] = [Number(first.slice(5, 7)), Number(last.slice(5, 7))];
  const whole = first.endsWith('-01') && last === monthEnd(last);
  if (whole && from === 1 && to === 12 && last.slice(0, 4) !== year) return { kind: 'years', year, number: 0 };
  const months = to - from + 1;
  const kind = whole && last.slice(0, 4) === year && to % months === 0 ? MONTHS[months] : undefined;
  return { kind: kind ?? 'days', year, number: kind ? to / months : 0 };
}

/** The spans to choose from on a day: its year, halves, quarters, the year before, and the five years up to it. */
export function spansOf(today: string): { first: string; last: string }[] {
  const year = Number(today.slice(0, 4));
  const of = (months: readonly [number, number], in_: number) => {
    const [from, to] = months.map((month) => `${in_}-${String(month).padStart(2, '0')}-01`) as [string, string];
    return { first: from, last: monthEnd(to) };
  };
  const parts = ([[1, 6], [7, 12], [1, 3], [4, 6], [7, 9], [10, 12]] as const).filter(([from]) => of([from, from], year).first <= today);
  return [of([1, 12], year), ...parts.map((part) => of(part, year)), of([1, 12], year - 1), { first: `${year - 5}-01-01`, last: `${year}-12-31` }];
}
