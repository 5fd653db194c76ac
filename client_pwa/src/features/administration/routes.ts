// The addresses of the administration, fetched only by who opens them.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['administration', 'more', 'errors'];
const place = 'admin';

export const administrationRoutes: readonly Route[] = [
  { path: '/admin', place, words, list: () => import('./Office.svelte') },
  { path: '/admin/people', place, words, list: () => import('./People.svelte') },
  { path: '/admin/people/new', place, words, list: () => import('./People.svelte'), thing: () => import('./AddPerson.svelte') },
  { path: '/admin/people/:id', place, words, list: () => import('./People.svelte'), thing: () => import('./Person.svelte') },
  { path: '/admin/units', place, words, list: () => import('./Units.svelte') },
  { path: '/admin/units/:id', place, words, list: () => import('./Units.svelte'), thing: () => import('./Unit.svelte') },
  { path: '/admin/agencies', place, words, list: () => import('./Agencies.svelte') },
  { path: '/admin/assign', place, words, list: () => import('./Assign.svelte') },
  { path: '/admin/import', place, words, list: () => import('./Import.svelte') },
];
