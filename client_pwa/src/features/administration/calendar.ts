// The days of a calendar as an administrator reads and joins them. Pure.

export interface PlanDay {
  day: string;
  name: string;
}

/** The days of one year, in order. */
export function ofYear(days: readonly PlanDay[], year: string): PlanDay[] {
  return days.filter(({ day }) => day.startsWith(`${year}-`)).sort((one, other) => one.day.localeCompare(other.day));
}

/** Both lists, each day once; a day that is there keeps its name unless it had none. */
export function joined(days: readonly PlanDay[], more: readonly PlanDay[]): PlanDay[] {
  const all = new Map(days.map((each) => [each.day, each]));
  for (const each of more) all.set(each.day, all.get(each.day)?.name ? (all.get(each.day) ?? each) : each);
  return [...all.values()].sort((one, other) => one.day.localeCompare(other.day));
}

/** This year and the next: what is promised now falls into them. */
export function nextYears(today: string): string[] {
  const year = Number(today.slice(0, 4));
  return [String(year), String(year + 1)];
}

/** The years that the calendar speaks of, and those that it should. */
export function yearsOf(plan: { days_off: readonly PlanDay[]; made_up: readonly PlanDay[] }, today: string): string[] {
  const named = [...plan.days_off, ...plan.made_up].map(({ day }) => day.slice(0, 4));
  return [...new Set([...named, ...nextYears(today)])].sort();
}
