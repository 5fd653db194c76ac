// The office's working time as this phone holds it. Reads the store.
import { open } from '../../view/record.svelte.ts';
import { office } from '../../view/office.svelte.ts';
import { type Calendar, readCalendar } from './worktime.ts';

/** To be called while a component is made. */
export function officeCalendar(): { readonly value: Calendar } {
  const record = open('calendar', () => office()?.id ?? null);
  const calendar = $derived(readCalendar(record.value));
  return {
    get value() {
      return calendar;
    },
  };
}
