// The screens of units and their changes, in one file: who opens one opens the next.
export { default as PlanList } from './PlanList.svelte';
export { default as PlanPage } from './PlanPage.svelte';
export { default as UnitList } from './UnitList.svelte';
export { default as UnitPage } from './UnitPage.svelte';
