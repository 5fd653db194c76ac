/* The screens of difficult tasks, which travel in one file. */
export { default as TaskForm } from './TaskForm.svelte';
export { default as TaskList } from './TaskList.svelte';
export { default as TaskPage } from './TaskPage.svelte';
