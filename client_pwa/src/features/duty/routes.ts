// The addresses of duty, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['duty', 'more', 'errors', 'visits'];
const place = 'more';
const screens = () => import('./screens.ts');

export const dutyRoutes: readonly Route[] = [
  { path: '/duty', place, words, thing: async () => (await screens()).DutyPage },
  { path: '/duty/periods', place, words, thing: async () => (await screens()).PeriodList },
  { path: '/duty/periods/:period', place, words, thing: async () => (await screens()).PeriodPage },
  { path: '/duty/books', place, words, thing: async () => (await import('./keeping/BooksPage.svelte')).default },
  { path: '/duty/:id', place, words, thing: async () => (await screens()).AccountPage },
];
