// Where a person goes once he has signed in: where he wanted to go, else Today.
import { go } from '../nav.ts';

/** Leaves the sign-in for the address in `?next=`; only addresses of this app count. */
export function arrive(): void {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  go(/^\/(?!\/)/.test(next) ? next : '/', { replace: true });
}
