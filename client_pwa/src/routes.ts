/* Every address of the app and the screens it shows; the first that fits counts. A screen's words are fetched when its
   address is first opened, and its code, but for Today's, which comes with the first file. `list` stands beside `thing` on a desk; on a phone only one of them is shown. */
import Today from './features/today/Today.svelte';
import type { Area } from './gen/messages.ts';
import type { Route } from './view/router.svelte.ts';

/** Words that every screen may use; fetched at the start. */
export const SHELL_WORDS: readonly Area[] = ['common', 'shell', 'status', 'directory'];

export const field = () => import('./features/field.ts');
const visitList = async () => (await field()).VisitList;
const feedbackList = async () => (await field()).FeedbackList;
const reviewList = async () => (await import('./features/review/ReviewList.svelte')).default;
const helpPage = async () => (await import('./features/troubles/HelpPage.svelte')).default;
const area = () => import('./features/area/screens.ts');
const visitWords: readonly Area[] = ['visits', 'review', 'errors'];
const feedbackWords: readonly Area[] = ['feedback', 'errors'];
const areaWords: readonly Area[] = ['area', 'more', 'visits', 'feedback', 'duty', 'tasks', 'indicators', 'measures', 'changes', 'invitations'];

export const routes: readonly Route[] = [
  { path: '/', place: 'today', words: ['today', 'visits', 'review', 'feedback'], thing: () => Promise.resolve(Today) },
  { path: '/visits', place: 'visits', words: visitWords, pick: 'visits-pick', list: visitList },
  { path: '/visits/:id', place: 'visits', words: visitWords, list: visitList, thing: async () => (await field()).VisitPage },
  { path: '/visits/:id/edit', place: 'visits', words: visitWords, list: visitList, thing: async () => (await field()).VisitForm },
  { path: '/visits/:id/send', place: 'visits', words: visitWords, list: visitList, thing: async () => (await field()).SendVisit },
  { path: '/review', place: 'review', words: visitWords, pick: 'review-pick', list: reviewList },
  { path: '/review/:id', place: 'review', words: visitWords, list: reviewList, thing: async () => (await import('./features/review/ReviewPage.svelte')).default },
  { path: '/feedback', place: 'feedback', words: feedbackWords, pick: 'feedback-pick', list: feedbackList },
  { path: '/feedback/new', place: 'feedback', words: feedbackWords, list: feedbackList, thing: async () => (await field()).NewFeedback },
  { path: '/feedback/heirs', place: 'feedback', words: ['feedback', 'exchange'], thing: async () => (await import('./features/review/HeirList.svelte')).default },
  { path: '/feedback/:id', place: 'feedback', words: feedbackWords, list: feedbackList, thing: async () => (await field()).FeedbackPage },
  { path: '/sync', place: 'sync', words: ['sync', 'rescue', 'visits', 'errors'], thing: async () => (await field()).SyncPage },
  { path: '/password', place: 'more', words: ['session', 'errors'], thing: async () => (await import('./features/troubles/OwnPassword.svelte')).default },
  { path: '/sign-in', place: null, words: ['session', 'rescue', 'errors'], thing: async () => (await field()).SignIn },
  { path: '/area', place: 'area', words: areaWords, thing: async () => (await area()).AreaPage },
  { path: '/area/:id', place: 'area', words: areaWords, thing: async () => (await area()).UnitPage },
  { path: '/more', place: 'more', words: ['more'], thing: async () => (await field()).MorePage },
  { path: '/help', place: 'more', words: ['more', 'help'], thing: helpPage },
  { path: '/help/:role', place: 'more', words: ['more', 'help'], thing: helpPage },
  { path: '/deleted', place: 'more', words: ['visits'], thing: async () => (await import('./features/troubles/DeletedDrafts.svelte')).default },
];

/** The addresses of the administration and of the systems beside visits and feedback, fetched by who opens one. */
export async function otherRoutes(path: string): Promise<readonly Route[]> {
  if (path.startsWith('/units')) return (await import('./features/changes/routes.ts')).unitRoutes;
  if (path.startsWith('/reminders')) return (await import('./features/reminders/routes.ts')).reminderRoutes;
  if (path.startsWith('/office/')) return (await import('./features/reminders/keeping/routes.ts')).officeRoutes;
  if (path.startsWith('/invitations')) return (await import('./features/invitations/routes.ts')).invitationRoutes;
  if (path.startsWith('/lists')) return (await import('./features/imports/routes.ts')).listRoutes;
  if (path.startsWith('/tasks')) return (await import('./features/tasks/routes.ts')).taskRoutes;
  if (path.startsWith('/indicators')) return (await import('./features/indicators/routes.ts')).indicatorRoutes;
  if (path.startsWith('/duty')) return (await import('./features/duty/routes.ts')).dutyRoutes;
  return path.startsWith('/admin') ? (await import('./features/administration/routes.ts')).administrationRoutes : [];
}
