// The addresses of difficult tasks, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['tasks', 'measures', 'errors', 'visits'];
const place = 'more';
const screens = () => import('./screens.ts');
const list = async () => (await screens()).TaskList;

export const taskRoutes: readonly Route[] = [
  { path: '/tasks', place, words, pick: 'tasks-pick', list },
  { path: '/tasks/new', place, words, thing: async () => (await screens()).TaskForm },
  { path: '/tasks/:id/edit', place, words, thing: async () => (await screens()).TaskForm },
  { path: '/tasks/:id', place, words, list, thing: async () => (await screens()).TaskPage },
];
