/* The screens of reminders, which travel in one file. */
export { default as InboxPage } from './InboxPage.svelte';
export { default as SettingsPage } from './SettingsPage.svelte';
