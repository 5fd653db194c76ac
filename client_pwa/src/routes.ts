/* Every address of the app and the screens it shows; the first that fits counts. A screen's code and words are fetched
   when its address is first opened. `list` stands beside `thing` on a desk; on a phone only one of them is shown. */
import { administrationRoutes } from './features/administration/routes.ts';
import type { Area } from './gen/messages.ts';
import type { Route } from './view/router.svelte.ts';

/** Words that every screen may use; fetched at the start. */
export const SHELL_WORDS: readonly Area[] = ['common', 'shell', 'status', 'directory'];

const visitList = () => import('./features/visits/VisitList.svelte');
const reviewList = () => import('./features/review/ReviewList.svelte');
const feedbackList = () => import('./features/feedback/FeedbackList.svelte');
const visitWords: readonly Area[] = ['visits', 'review', 'errors'];
const feedbackWords: readonly Area[] = ['feedback', 'errors'];

export const routes: readonly Route[] = [
  { path: '/', place: 'today', words: ['today', 'visits', 'review', 'feedback'], thing: () => import('./features/today/Today.svelte') },
  { path: '/visits', place: 'visits', words: visitWords, pick: 'visits-pick', list: visitList },
  { path: '/visits/:id', place: 'visits', words: visitWords, list: visitList, thing: () => import('./features/visits/VisitPage.svelte') },
  { path: '/visits/:id/edit', place: 'visits', words: visitWords, list: visitList, thing: () => import('./features/visits/VisitForm.svelte') },
  { path: '/visits/:id/send', place: 'visits', words: visitWords, list: visitList, thing: () => import('./features/visits/SendVisit.svelte') },
  { path: '/review', place: 'review', words: visitWords, pick: 'review-pick', list: reviewList },
  { path: '/review/:id', place: 'review', words: visitWords, list: reviewList, thing: () => import('./features/review/ReviewPage.svelte') },
  { path: '/feedback', place: 'feedback', words: feedbackWords, pick: 'feedback-pick', list: feedbackList },
  { path: '/feedback/new', place: 'feedback', words: feedbackWords, list: feedbackList, thing: () => import('./features/feedback/NewFeedback.svelte') },
  { path: '/feedback/:id', place: 'feedback', words: feedbackWords, list: feedbackList, thing: () => import('./features/feedback/FeedbackPage.svelte') },
  { path: '/sync', place: 'sync', words: ['sync', 'visits', 'errors'], thing: () => import('./features/sync/SyncPage.svelte') },
  { path: '/password', place: 'more', words: ['session', 'errors'], thing: () => import('./features/session/OwnPassword.svelte') },
  { path: '/sign-in', place: null, words: ['session', 'errors'], thing: () => import('./features/session/SignIn.svelte') },
  { path: '/area', place: 'area', words: ['more', 'visits', 'feedback'], thing: () => import('./features/more/AreaPage.svelte') },
  { path: '/more', place: 'more', words: ['more'], thing: () => import('./features/more/MorePage.svelte') },
  { path: '/help', place: 'more', words: ['more', 'help'], thing: () => import('./features/more/HelpPage.svelte') },
  { path: '/help/:role', place: 'more', words: ['more', 'help'], thing: () => import('./features/more/HelpPage.svelte') },
  { path: '/deleted', place: 'more', words: ['visits'], thing: () => import('./features/visits/DeletedDrafts.svelte') },
  ...administrationRoutes,
];
