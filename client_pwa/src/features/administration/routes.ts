// The addresses of the administration, fetched only by who opens them.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['administration', 'more', 'errors'];
const planWords: readonly Area[] = ['administration', 'changes', 'more', 'errors'];
const place = 'admin';
const pick = 'administration-pick';

export const administrationRoutes: readonly Route[] = [
  { path: '/admin', place, words, list: async () => (await import('./Office.svelte')).default },
  { path: '/admin/people', place, words, pick, list: async () => (await import('./People.svelte')).default },
  { path: '/admin/people/new', place, words, list: async () => (await import('./People.svelte')).default, thing: async () => (await import('./AddPerson.svelte')).default },
  { path: '/admin/people/:id', place, words, list: async () => (await import('./People.svelte')).default, thing: async () => (await import('./Person.svelte')).default },
  { path: '/admin/units', place, words, pick, list: async () => (await import('./Units.svelte')).default },
  { path: '/admin/units/:id', place, words, list: async () => (await import('./Units.svelte')).default, thing: async () => (await import('./Unit.svelte')).default },
  { path: '/admin/changes', place, words: planWords, pick, list: async () => (await import('./PlanList.svelte')).default },
  { path: '/admin/changes/:id', place, words: planWords, list: async () => (await import('./PlanList.svelte')).default, thing: async () => (await import('./PlanPage.svelte')).default },
  { path: '/admin/agencies', place, words, list: async () => (await import('./Agencies.svelte')).default },
  { path: '/admin/assign', place, words, list: async () => (await import('./Assign.svelte')).default },
  { path: '/admin/erase', place, words, list: async () => (await import('./Erase.svelte')).default },
  { path: '/admin/upkeep', place, words, list: async () => (await import('./Upkeep.svelte')).default },
  { path: '/admin/calendar', place, words, list: async () => (await import('./CalendarPage.svelte')).default },
  { path: '/admin/import', place, words, list: async () => (await import('./Import.svelte')).default },
];
