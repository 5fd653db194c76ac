// One record with what has been done to it on this phone, read from the store when it is opened and whenever it changes.
import { reading } from '../store/commit.ts';
import { readRecord } from '../store/project.ts';
import type { Store } from '../store/store.ts';
import { family, type Op } from '../sync/operations.ts';
import type { EntityName, Records } from '../sync/records.ts';
import { coalesced, names } from './follow.ts';
import { currentStore } from './session.svelte.ts';

export interface Opened<E extends EntityName> {
  readonly value: Records[E] | null;
  readonly ready: boolean;
  /** It is not on this phone: not there, or not this person's. */
  readonly missing: boolean;
  /** What was done to it here and has not left the phone's outbox. */
  readonly ops: readonly Op[];
}

/** Opens a record. To be called while a component is made; another id opens another record. */
export function open<E extends EntityName>(entity: E, id: () => string | null): Opened<E> {
  let shown = $state.raw<{ id: string; value: Records[E] | null; ops: readonly Op[] } | null>(null);
  $effect(() => {
    const [store, wanted] = [currentStore(), id()];
    if (!store || wanted === null) return;
    return watch(store, { entity, id: wanted }, (value, ops) => {
      shown = { id: wanted, value, ops };
    });
  });
  const fresh = (): typeof shown => (shown?.id === id() ? shown : null);
  return {
    get value() {
      return fresh()?.value ?? null;
    },
    get ready() {
      return fresh() !== null;
    },
    get missing() {
      const now = fresh();
      return now !== null && now.value === null;
    },
    get ops() {
      return fresh()?.ops ?? [];
    },
  };
}

function watch<E extends EntityName>(store: Store, of: { entity: E; id: string }, show: (value: Records[E] | null, ops: readonly Op[]) => void): () => void {
  let stopped = false;
  const root = `${family(of.entity)}/${of.id}`;
  const read = coalesced(async () => {
    const { value, ops } = await readRecord(reading(store), of.entity, { id: of.id, me: store.person });
    if (!stopped) show(value, ops);
  });
  const stop = store.listen((message) => {
    const changed = message.kind === 'change' && names(message.change.keys, (key) => key === root || key === `${of.entity}/${of.id}`);
    if (changed) read();
  });
  read();
  return () => {
    stopped = true;
    stop();
  };
}
