// Who is at this phone, and whose store is in place, for screens to follow.
import { hereOrNull, onHere } from '../store/here.ts';
import { current as currentNow, onSession, type Session } from '../store/who.ts';
import type { Store } from '../store/store.ts';

let session = $state.raw<Session | null>(currentNow());
let store = $state.raw<Store | null>(hereOrNull());

onSession((next) => {
  session = next;
});
onHere((next) => {
  store = next;
});

/** The person at this phone; null before the first sign-in and after signing out. */
export function current(): Session | null {
  return session;
}

/** The store of that person, for the other pictures of this folder. */
export function currentStore(): Store | null {
  return store;
}
