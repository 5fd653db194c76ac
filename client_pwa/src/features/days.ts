// Civil days "2024-06-25" as a person counts them. Pure: no clock, no zone; a day is text and never an instant.

const DAY_MS = 86_400_000;

function asMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day that many days later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return new Date(asMs(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days the second is after the first; negative when it is before. */
export function daysBetween(since: string, until: string): number {
  return (asMs(until) - asMs(since)) / DAY_MS;
}

/** The last day of the month that the day lies in. */
export function monthEnd(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The month that the day lies in: "2024-06". */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}
