// What makes a sound indicator, plan or figure. The phone's twin of server/features/indicators/rules.py; both run
// sync/vectors/indicators.json. Counts only: there is no field for a candidate's or a household's name. Pure.
import type { Role, Value } from '../../sync/records.ts';
import { COMPARATORS, VALUE_E3_MAX } from '../measures/rules.ts';
import type { Indicator } from './figures.ts';

export const FORMULAS: readonly string[] = ['sum', 'ratio', 'net', 'balance'];
export const CATEGORIES_MAX = 20;
export const PARTS_MAX = 20;
/** Who plans; who tells what was reached. */
export const PLANNER_ROLES: readonly Role[] = ['clerk', 'supervisor', 'admin'];
export const TELLER_ROLES: readonly Role[] = ['cadre', 'contact', 'leader', 'clerk', 'supervisor'];

const CODE = /^[a-z][a-z0-9_]{0,39}$/;

export interface Refusal {
  code: string;
  field: string | null;
}
type Fields = Readonly<Record<string, Value>>;

function refusal(code: string, field: string | null = null): Refusal {
  return { code, field };
}

function missing(fields: Fields, names: readonly string[]): Refusal | null {
  const name = names.find((each) => (fields[each] ?? '') === '');
  return name === undefined ? null : refusal('missing', name);
}

/** Whether a definition can be kept. `names`: the categories' rows; `known`: the others, by id. */
export function checkIndicator(
  fields: Fields,
  of: { indicator: Indicator; names: readonly (readonly Value[])[]; known: ReadonlyMap<string, Indicator> },
): Refusal | null {
  const lacks = missing(fields, ['code', 'name_vi', 'name_en', 'measure_vi', 'measure_en']);
  if (lacks) return lacks;
  if (!CODE.test(String(fields['code']))) return refusal('unknown_code', 'code');
  if (!['higher', 'lower'].includes(of.indicator.direction)) return refusal('unknown_code', 'direction');
  const decimals = Number(fields['decimals'] ?? 0);
  if (!(0 <= decimals && decimals <= 3)) return refusal('out_of_range', 'decimals');
  return checkFormula(of.indicator, of.known) ?? checkCategories(of.names);
}

/** Whether a plan can be kept: of an indicator and its category, for a span of days, in bounds. */
export function checkPlan(fields: Fields, indicator: Indicator | null): Refusal | null {
  const lacks = missing(fields, ['indicator', 'unit', 'starts', 'ends', 'value_e3', 'comparator']);
  if (lacks) return lacks;
  if (!indicator) return refusal('unknown_code', 'indicator');
  const category = fields['category'] ?? '';
  if (category !== '' && !indicator.categories.includes(String(category))) return refusal('unknown_code', 'category');
  if (String(fields['ends']) < String(fields['starts'])) return refusal('end_before_start', 'ends');
  if (!COMPARATORS.some((each) => each === fields['comparator'])) return refusal('unknown_code', 'comparator');
  const value = Number(fields['value_e3']);
  return 0 <= value && value <= VALUE_E3_MAX ? null : refusal('out_of_range', 'value_e3');
}

/** Whether a figure can be kept. A period that is not over has an estimated figure only. */
export function checkProgress(fields: Fields, indicator: Indicator | null, today: string): Refusal | null {
  const refused = checkPlan(fields, indicator);
  if (refused) return refused;
  if (indicator?.formula) return refusal('unknown_code', 'indicator');
  if (String(fields['starts']) > today) return refusal('date_in_future', 'starts');
  return String(fields['ends']) > today && !fields['estimated'] ? refusal('date_in_future', 'ends') : null;
}

function checkFormula(indicator: Indicator, known: ReadonlyMap<string, Indicator>): Refusal | null {
  const { formula, parts } = indicator;
  if (!formula) return parts.length > 0 ? refusal('unknown_code', 'parts') : null;
  if (!FORMULAS.includes(formula)) return refusal('unknown_code', 'formula');
  const wanted = formula === 'sum' || formula === 'balance' ? parts.length >= 2 && parts.length <= PARTS_MAX : parts.length === 2;
  if (!wanted || new Set(parts).size !== parts.length) return refusal('missing', 'parts');
  // A part is counted, never computed: so no ring can come about.
  const isCounted = (id: string): boolean => id !== indicator.id && known.get(id)?.formula === '';
  return parts.every(isCounted) ? null : refusal('unknown_code', 'parts');
}

function checkCategories(names: readonly (readonly Value[])[]): Refusal | null {
  if (names.length > CATEGORIES_MAX) return refusal('too_many', 'categories');
  const codes = names.map(([code]) => String(code ?? ''));
  if (codes.some((code) => !CODE.test(code)) || new Set(codes).size !== codes.length) return refusal('unknown_code', 'categories');
  return names.some((row) => row.some((each) => !String(each ?? '').trim())) ? refusal('missing', 'categories') : null;
}
