// What a person does with reminders, as operations of the outbox. Nothing is decided here.
import { commit } from '../../store/commit.ts';
import { here } from '../../store/here.ts';
import { put } from '../../store/intents.ts';
import type { Store } from '../../store/store.ts';
import { NO_PATCH } from '../../sync/patch.ts';
import type { Role } from '../../sync/records.ts';
import type { Preference } from '../../sync/systems.ts';

/** How a person wants to be told, without whose it is. */
export type Wish = Omit<Preference, 'id' | 'person'>;

/** Notes that these notices were seen: all of them or, on a full phone, none. */
export async function readNotices(ids: readonly string[], role: Role, store: Store = here()): Promise<void> {
  if (ids.length === 0) return;
  await commit(store, async (step) => {
    for (const id of ids) await put(step, { kind: 'notice.read', id, role, args: {}, patch: NO_PATCH, supersedes: [] }, store);
  }).finally(() => store.tell({ kind: 'ask' }));
}

/**
 * Keeps how the person wants to be told, whole, in the place of what the office has refused of it. `id`: his record,
 * where this phone has one.
 */
export async function setPreference(wish: Wish, of: { id: string | null; role: Role }, store: Store = here()): Promise<void> {
  const silenced = (wish.silenced ?? []).map(({ id }) => [id]);
  const args = Object.fromEntries(Object.entries({ ...wish, silenced }).filter(([, value]) => value !== null));
  await commit(store, async (step) => {
    const refused = (await step.allOps()).filter(({ kind, state }) => kind === 'preference.set' && state === 'refused');
    for (const op of refused) step.dropOp(op);
    const supersedes = refused.flatMap((op) => [...op.supersedes, op.op_id]);
    await put(step, { kind: 'preference.set', id: of.id ?? store.ports.newId(), role: of.role, args, patch: NO_PATCH, supersedes }, store);
  }).finally(() => store.tell({ kind: 'ask' }));
}
