/* The screens of indicators, which travel in one file. */
export { default as DefinitionPage } from './DefinitionPage.svelte';
export { default as IndicatorPage } from './IndicatorPage.svelte';
export { default as IndicatorTable } from './IndicatorTable.svelte';
export { default as ProgrammePage } from './ProgrammePage.svelte';
