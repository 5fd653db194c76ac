// The address of the office's own lists, fetched only by who brings one.
import type { Route } from '../../view/router.svelte.ts';

export const listRoutes: readonly Route[] = [{ path: '/lists', place: 'more', words: ['imports', 'errors'], thing: async () => (await import('./ListPage.svelte')).default }];
