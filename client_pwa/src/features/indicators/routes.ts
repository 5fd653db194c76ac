// The addresses of indicators, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['indicators', 'measures', 'duty', 'errors'];
const place = 'more';
const screens = () => import('./screens.ts');

export const indicatorRoutes: readonly Route[] = [
  { path: '/indicators', place, words, thing: async () => (await screens()).IndicatorTable },
  { path: '/indicators/programme', place, words, thing: async () => (await import('./keeping/ProgrammePage.svelte')).default },
  { path: '/indicators/programme/:id', place, words, thing: async () => (await import('./keeping/DefinitionPage.svelte')).default },
  { path: '/indicators/:id', place, words, thing: async () => (await screens()).IndicatorPage },
];
