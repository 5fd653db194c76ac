/* The screens of indicators, which travel in one file; the programme's own are an administrator's. */
export { default as IndicatorPage } from './IndicatorPage.svelte';
export { default as IndicatorTable } from './IndicatorTable.svelte';
