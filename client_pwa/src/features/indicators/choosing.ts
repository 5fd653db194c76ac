// Whose table is on the screen, and for which days: the address says it, else the person's own unit and this year.
import type { Choice } from '../../ui/TypeAhead.svelte';
import { office, officeToday } from '../../view/office.svelte.ts';
import { router } from '../../view/router.svelte.ts';
import { directory } from '../../view/tables.svelte.ts';
import { spansOf } from '../measures/spans.ts';
import { ownUnitChoices } from '../people/choices.ts';
import type { Span } from './figures.ts';
import { TELLER_ROLES } from './rules.ts';

/** The units whose tables the person may read, the whole office first where it is his. */
export function unitsToRead(): Choice[] {
  const own = ownUnitChoices(TELLER_ROLES, officeToday());
  const province = office()?.province ?? null;
  const whole = province !== null && directory.mine(officeToday()).some(({ unit, role }) => unit === province && TELLER_ROLES.includes(role));
  return whole && !own.some(({ id }) => id === province) ? [{ id: province, text: directory.unitName(province) }, ...own] : own;
}

export function chosenUnit(): string | null {
  const units = unitsToRead();
  const asked = router.query.get('unit');
  const mine = directory.mine(officeToday()).find(({ unit, role }) => unit !== null && TELLER_ROLES.includes(role))?.unit;
  return (units.find(({ id }) => id === asked) ?? units.find(({ id }) => id === mine) ?? units[0])?.id ?? null;
}

export function spanChoices(): Span[] {
  return spansOf(officeToday());
}

export function chosenSpan(): Span {
  const spans = spanChoices();
  const asked = router.query.get('span');
  return spans.find((span) => spanKey(span) === asked) ?? (spans[0] as Span);
}

export function spanKey({ first, last }: Span): string {
  return `${first}_${last}`;
}

/** The address of what is asked for. */
export function addressOf(path: string, unit: string | null, span: Span): string {
  return `${path}?${new URLSearchParams({ unit: unit ?? '', span: spanKey(span) }).toString()}`;
}
