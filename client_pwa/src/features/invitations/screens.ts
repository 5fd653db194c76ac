/* The screens of invitations, which travel in one file. */
export { default as InvitationForm } from './InvitationForm.svelte';
export { default as InvitationList } from './InvitationList.svelte';
export { default as InvitationPage } from './InvitationPage.svelte';
