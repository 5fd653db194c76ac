/* Every address of the app and the screens it shows; the first that fits counts. A screen's code and words are fetched
   when its address is first opened. `list` stands beside `thing` on a desk; on a phone only one of them is shown. */
import type { Area } from './gen/messages.ts';
import { administrationRoutes } from './features/administration/routes.ts';
import type { Route } from './view/router.svelte.ts';

/** Words that every screen may use; fetched at the start. */
export const SHELL_WORDS: readonly Area[] = ['common', 'shell', 'status', 'errors', 'directory'];

const visitList = () => import('./features/visits/VisitList.svelte');
const reviewList = () => import('./features/review/ReviewList.svelte');
const visitWords: readonly Area[] = ['visits', 'review', 'sync'];

export const routes: readonly Route[] = [
  { path: '/sign-in', place: null, words: ['session', 'help'], thing: () => import('./features/session/SignIn.svelte') },
  { path: '/password', place: 'more', words: ['session'], thing: () => import('./features/session/OwnPassword.svelte') },
  { path: '/visits', place: 'visits', words: visitWords, pick: 'visits-pick', list: visitList },
  { path: '/visits/:id', place: 'visits', words: visitWords, list: visitList, thing: () => import('./features/visits/VisitPage.svelte') },
  { path: '/visits/:id/edit', place: 'visits', words: visitWords, list: visitList, thing: () => import('./features/visits/VisitForm.svelte') },
  { path: '/visits/:id/send', place: 'visits', words: visitWords, thing: () => import('./features/visits/SendVisit.svelte') },
  { path: '/review', place: 'review', words: visitWords, pick: 'review-pick', list: reviewList },
  { path: '/review/:id', place: 'review', words: visitWords, list: reviewList, thing: () => import('./features/review/ReviewPage.svelte') },
  ...administrationRoutes,
];
