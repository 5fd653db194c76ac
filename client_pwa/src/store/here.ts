// The store of the person who is using this phone now. One per page; the service worker has its own.
import type { Store } from './store.ts';

let current: Store | null = null;
const ears = new Set<(store: Store | null) => void>();

/** The store of the person at this phone. Throws when nobody has signed in yet: screens that call it need a person. */
export function here(): Store {
  if (!current) throw new Error('nobody is here');
  return current;
}

/** The same, or null before the first sign-in. */
export function hereOrNull(): Store | null {
  return current;
}

/** Puts another person's store in place, or none, and tells who listens. */
export function setHere(store: Store | null): void {
  current = store;
  for (const ear of ears) ear(store);
}

/** Is told whenever another person's store is put in place. Answers how to stop it. */
export function onHere(ear: (store: Store | null) => void): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}
