/* What the page needs of the store once the first screen stands: syncing, signing in, keeping what is being written. */
export { flush } from './drafts.ts';
export { Rhythm } from './rhythm.ts';
export { enter } from './session.ts';
