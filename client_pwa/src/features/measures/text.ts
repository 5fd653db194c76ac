// Measures, percents and spans in words.
import { dayText } from '../../view/format.ts';
import { language, number, t } from '../../view/t.svelte.ts';
import { type Comparator, type Measure, type Verdict } from './rules.ts';
import { nameOf } from './spans.ts';
import { readMeasure } from './typed.ts';

const SIGNS: Readonly<Record<Comparator, string>> = { eq: '', gt: '> ', ge: '≥ ', lt: '< ', le: '≤ ', approx: '≈ ' };
const DIGITS = 3;

/** "> 64 %", "4.200 nhà"; a number and its sign are not broken apart. */
export function measureText({ value, comparator }: Measure, unit = ''): string {
  return `${SIGNS[comparator]}${number(value / 1000, DIGITS)}${unit ? ` ${unit}` : ''}`.replaceAll(' ', '\u00a0');
}

/** A percent in tenths, with its one decimal: "72,0%". */
export function tenthsText({ value, comparator }: Measure): string {
  return `${SIGNS[comparator]}${averageText(value)}%`.replaceAll(' ', '\u00a0');
}

/** A number in tenths: "2,0". */
export function averageText(value: number): string {
  const text = number(value / 10, 1);
  return value % 10 === 0 ? `${text}${language.locale === 'vi' ? ',' : '.'}0` : text;
}

export function verdictText(verdict: Verdict): string {
  return t(`measures-${verdict}`);
}

/** "6 tháng đầu năm 2024", "01/01/2024 – 25/06/2024". */
export function spanText(first: string, last: string): string {
  const { kind, year, number: at } = nameOf(first, last);
  if (kind === 'day') return dayText(first);
  if (kind === 'days') return `${dayText(first)} – ${dayText(last)}`;
  if (kind === 'years') return `${year}–${last.slice(0, 4)}`;
  if (kind === 'year') return t('measures-year', { year });
  if (kind === 'half') return t('measures-half', { half: at, year });
  return kind === 'quarter' ? t('measures-quarter', { quarter: String(at), year }) : t('measures-month', { month: String(at), year });
}

/** A measure as a person would type it. */
export function typedText(measure: Measure): string {
  return measureText(measure).replaceAll('\u00a0', ' ');
}

/** What was typed, in the person's language. */
export function typedMeasure(typed: string): Measure | null {
  return readMeasure(typed, language.locale === 'vi');
}

/** Says under a field what its number is read as. */
export function readAs(typed: string, unit: string): string {
  const found = typedMeasure(typed);
  return found ? t('measures-read-as', { value: measureText(found, unit) }) : t('measures-hint');
}
