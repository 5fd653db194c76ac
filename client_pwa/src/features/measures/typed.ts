// A number as a person types it, with its sign: "> 64", "≥ 85,5", "4.200". Pure.
import { type Comparator, type Measure, VALUE_E3_MAX } from './rules.ts';

const SIGNS: Readonly<Record<string, Comparator>> = { '': 'eq', '=': 'eq', '>': 'gt', '>=': 'ge', '≥': 'ge', '<': 'lt', '<=': 'le', '≤': 'le', '~': 'approx', '≈': 'approx' };
const SHAPE = /^\s*(>=|<=|[=>≥<≤~≈])?\s*(\d[\d.,\s]*)%?\s*$/;

/** What was typed as a measure; null when it is no number in bounds. `comma`: whether a comma parts the decimals. */
export function readMeasure(typed: string, comma: boolean): Measure | null {
  const [, sign = '', digits = ''] = SHAPE.exec(typed) ?? [];
  const value = thousandths(digits.replace(/\s/g, ''), comma);
  const comparator = SIGNS[sign];
  return value === null || value > VALUE_E3_MAX || !comparator ? null : { value, comparator };
}

function thousandths(digits: string, comma: boolean): number | null {
  const [group, point] = comma ? ['\\.', ','] : [',', '\\.'];
  const grouped = new RegExp(`^\\d{1,3}(${group}\\d{3})+(${point}\\d{1,3})?$`);
  const plain = new RegExp(`^\\d+(${point}\\d{1,3})?$`);
  if (grouped.test(digits)) return decimals(digits.replace(new RegExp(group, 'g'), ''));
  // The other language's decimal mark is understood where it can be no group of three: 84.4.
  return plain.test(digits) || /^\d+[.,]\d{1,2}$/.test(digits) ? decimals(digits) : null;
}

function decimals(digits: string): number {
  const [whole = '', part = ''] = digits.split(/[.,]/);
  return Number(whole) * 1000 + Number(part.padEnd(3, '0'));
}
