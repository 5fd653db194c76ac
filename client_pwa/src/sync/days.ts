// Civil days of the office, wherever the phone is. Pure.

// Vietnam has kept UTC+7 without summer time since 1975.
const OFFICE_ZONE_MS = 7 * 3_600_000;

/** The office's civil day of an instant, "2024-06-25". */
export function civilDay(instant: number): string {
  return new Date(instant + OFFICE_ZONE_MS).toISOString().slice(0, 10);
}
