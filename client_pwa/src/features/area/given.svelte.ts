// What was promised on some visits, read from this phone with what waits to be sent laid over it. Writes nothing.
import { reading } from '../../store/commit.ts';
import { viewOf } from '../../store/project.ts';
import { toRecord } from '../../sync/schema.ts';
import { currentStore } from '../../view/session.svelte.ts';
import { commitmentsOf, type Given } from './area.ts';

/** The commitments of these visits; null while they are being read. To be called while a component is made. */
export function given(visits: () => readonly string[]): { readonly all: readonly Given[] | null } {
  let shown = $state.raw<{ ids: readonly string[]; all: readonly Given[] } | null>(null);
  $effect(() => {
    const [store, ids] = [currentStore(), visits()];
    let left = false;
    if (store) void read().then((all) => !left && (shown = { ids, all }));
    return () => void (left = true);

    async function read(): Promise<Given[]> {
      const { desk } = await viewOf(reading(store!), ids.map((id) => `visit/${id}`), store!.person);
      const bodies = ids.map((id) => ({ id, body: desk.get('visit', id) }));
      return commitmentsOf(bodies.flatMap(({ id, body }) => (body ? [toRecord('visit', id, body)] : [])));
    }
  });
  return {
    get all() {
      return shown?.all ?? null;
    },
  };
}
