// The addresses of reminders, fetched by who opens one.
import type { Area } from '../../gen/messages.ts';
import type { Route } from '../../view/router.svelte.ts';

const words: readonly Area[] = ['inbox', 'reminders', 'errors'];
const place = 'more';
const screens = () => import('./screens.ts');

export const reminderRoutes: readonly Route[] = [
  { path: '/reminders', place, words, thing: async () => (await screens()).InboxPage },
  { path: '/reminders/settings', place, words, thing: async () => (await screens()).SettingsPage },
];
