/* The screens of duty, which travel in one file: whoever opens one has the others at hand. */
export { default as AccountPage } from './AccountPage.svelte';
export { default as DutyPage } from './DutyPage.svelte';
export { default as PeriodList } from './PeriodList.svelte';
export { default as PeriodPage } from './PeriodPage.svelte';
