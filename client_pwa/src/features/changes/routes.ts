// The addresses of units and of their changes, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['changes', 'visits', 'feedback', 'errors'];
const planWords: readonly Area[] = ['changes', 'administration', 'more', 'errors'];
const screens = () => import('./screens.ts');

export const changesRoutes: readonly Route[] = [
  { path: '/units', place: 'more', words, list: async () => (await screens()).UnitList },
  { path: '/units/:id', place: 'more', words, list: async () => (await screens()).UnitList, thing: async () => (await screens()).UnitPage },
  // An administrator's: they ask the office directly.
  { path: '/admin/changes', place: 'admin', words: planWords, list: async () => (await screens()).PlanList },
  { path: '/admin/changes/:id', place: 'admin', words: planWords, list: async () => (await screens()).PlanList, thing: async () => (await screens()).PlanPage },
];
