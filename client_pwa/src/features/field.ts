/* The screens of the field, which travel in one file: in pieces they are a fifth heavier, and each is a request. Whoever
   opens one has the others at hand. The office's screens (administration, review, reports) are fetched one by one. */
export { default as FeedbackList } from './feedback/FeedbackList.svelte';
export { default as FeedbackPage } from './feedback/FeedbackPage.svelte';
export { default as NewFeedback } from './feedback/NewFeedback.svelte';
export { default as MorePage } from './more/MorePage.svelte';
export { systems } from './more/systems.ts';
export { default as SignIn } from './session/SignIn.svelte';
export { default as SyncPage } from './sync/SyncPage.svelte';
export { default as SendVisit } from './visits/SendVisit.svelte';
export { default as VisitForm } from './visits/VisitForm.svelte';
export { default as VisitList } from './visits/VisitList.svelte';
export { default as VisitPage } from './visits/VisitPage.svelte';
