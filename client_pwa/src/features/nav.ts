// Where a screen sends a person next. The one door to the router for features, so that they know no history.
import { router } from '../view/router.svelte.ts';

/** Goes to an address of the app; it stands when the promise is kept. `replace`: Back does not lead here again. */
export function go(href: string, { replace = false } = {}): Promise<void> {
  return router.go(href, { replace });
}
