/* The screens of an area, which travel in one file. */
export { default as AreaPage } from './AreaPage.svelte';
export { default as UnitPage } from './UnitPage.svelte';
