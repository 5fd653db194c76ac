// The addresses of units, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['changes', 'area', 'more', 'visits', 'feedback', 'duty', 'tasks', 'indicators', 'measures', 'invitations', 'errors'];
const place = 'more';
const screens = () => import('./screens.ts');
const list = async () => (await screens()).UnitList;

export const unitRoutes: readonly Route[] = [
  { path: '/units', place, words, pick: 'changes-pick', list },
  { path: '/units/:id', place, words, list, thing: async () => (await screens()).UnitPage },
];
