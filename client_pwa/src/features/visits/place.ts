// Whether a report is of a unit that its writer is responsible for on its day: the wrong commune. Pure.
import { holdings, type Scope } from '../people/rules.ts';
import { placeOn } from '../units/lineage.ts';
import type { Content, Problem } from './rules.ts';

/** The unit of that day must be the writer's; one that was abolished has an heir, or several, and then he chooses. */
export function checkPlace({ unit, starts: day }: Pick<Content, 'unit' | 'starts'>, scope: Scope, me: string): Problem[] {
  if (!unit || !day) return [];
  const { verdict, units } = placeOn((id) => scope.unit(id), unit, day);
  if (verdict === 'divided') return [{ code: 'unit_divided', field: 'unit', limit: null }];
  const stands = (verdict === 'here' || verdict === 'moved') && units[0];
  if (stands && holdings(scope, me, ['cadre', 'leader'], { unit: stands, day }).length > 0) return [];
  return [{ code: 'unit_outside_assignment', field: 'unit', limit: null }];
}
