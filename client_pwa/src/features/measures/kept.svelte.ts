// Records of some kinds on this phone, with what waits to be sent laid over them. Reads the store; writes nothing.
import { reading } from '../../store/commit.ts';
import { viewOf } from '../../store/project.ts';
import type { Message, Store } from '../../store/store.ts';
import { type Op, touchedBy } from '../../sync/operations.ts';
import type { EntityName, Records } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import { coalesced, follow, names } from '../../view/follow.ts';

type Lists<K extends EntityName> = { [Kind in K]: Records[Kind][] };

/** The records of these kinds, all of them; null while they are being read. */
export class Kept<K extends EntityName> {
  lists = $state.raw<Lists<K> | null>(null);
  readonly #kinds: readonly K[];
  #store: Store | null = null;

  constructor(kinds: readonly K[]) {
    this.#kinds = kinds;
    follow(this);
  }

  begin(store: Store | null): void {
    this.#store = store;
    this.lists = null;
    this.#load();
  }

  hear(message: Message): void {
    if (message.kind === 'change' && names(message.change.keys, this.#has)) this.#load();
  }

  #has = (key: string): boolean => this.#kinds.some((kind) => key.startsWith(`${kind}/`));

  #load = coalesced(async () => {
    const store = this.#store;
    if (!store) return;
    const lists = await this.#read(store);
    if (store === this.#store) this.lists = lists;
  });

  async #read(store: Store): Promise<Lists<K>> {
    const step = reading(store);
    // What is said becomes rows when the office answers: first the one, then the other.
    const said = (await step.allOps()).flatMap((op: Op) => touchedBy(op)).filter(this.#has);
    const rows = await Promise.all(this.#kinds.map((kind) => step.getAll('row', `${kind}/`)));
    const roots = new Set([...rows.flatMap((all) => [...all.keys()].map(String)), ...said]);
    const { desk } = await viewOf(step, roots, store.person);
    const lists = Object.fromEntries(this.#kinds.map((kind) => [kind, [] as unknown[]])) as Lists<K>;
    for (const [key, body] of desk.bodies) {
      const at = key.indexOf('/');
      const kind = key.slice(0, at) as K;
      if (this.#has(key)) lists[kind].push(toRecord(kind, key.slice(at + 1), body));
    }
    return lists;
  }
}
