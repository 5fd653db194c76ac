// The screens of units, in one file: who opens one opens the next.
export { default as UnitPage } from '../area/UnitPage.svelte';
export { default as UnitList } from './UnitList.svelte';
