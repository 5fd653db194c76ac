// The addresses of the office's side of reminders, fetched by who opens one.
import type { Area } from '../../../gen/messages.ts';
import type { Route } from '../../../view/router.svelte.ts';

const words: readonly Area[] = ['outbox', 'inbox', 'reminders', 'errors'];
const place = 'more';
const rules = async () => (await import('./RuleList.svelte')).default;

export const officeRoutes: readonly Route[] = [
  { path: '/office/reminders', place, words, thing: async () => (await import('./OutboxPage.svelte')).default },
  { path: '/office/reminders/phones', place, words, thing: async () => (await import('./ReachPage.svelte')).default },
  { path: '/office/reminders/rules', place, words, pick: 'outbox-rules-pick', list: rules },
  { path: '/office/reminders/rules/:id', place, words, list: rules, thing: async () => (await import('./RulePage.svelte')).default },
];
