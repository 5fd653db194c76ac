// What lies before the window, as far as somebody has asked for it. It stands in memory alone and counts nowhere: nothing
// that the office takes back or erases could reach it on a disk. Another person, or a reload, begins anew.
import { ask } from '../../store/http.ts';
import { browser } from '../../store/ports.ts';
import { readGroup } from '../../sync/protocol.ts';
import type { EntityName, Records } from '../../sync/records.ts';
import { toRecord } from '../../sync/schema.ts';
import { Asking } from '../asking.svelte.ts';

export type EarlierKind = 'visit' | 'feedback';

type Kept = { [E in EntityName]?: Map<string, Records[E]> };
interface Page {
  rows: unknown[];
  next: string | null;
}

export class Earlier {
  readonly kind: EarlierKind;
  /** The visits or items in the order in which they came: newest first. */
  ids = $state.raw<readonly string[]>([]);
  /** What to ask for next; null at the end, undefined before the first answer. */
  next = $state.raw<string | null | undefined>(undefined);
  readonly asking = new Asking<Page>();
  readonly #kept: Kept = {};

  constructor(kind: EarlierKind) {
    this.kind = kind;
  }

  async more(): Promise<void> {
    const after = this.next ? `&after=${this.next}` : '';
    if (!(await this.asking.run(async () => (await ask(browser, 'GET', `/api/earlier?kind=${this.kind}${after}`)) as unknown as Page))) return;
    const page = this.asking.value;
    if (!page) return;
    const found = page.rows.flatMap(readGroup);
    for (const { entity, id, body } of found) this.#put(entity as EntityName, id, toRecord(entity as EntityName, id, body));
    this.ids = [...this.ids, ...found.filter(({ entity }) => entity === this.kind).map(({ id }) => id).reverse()];
    this.next = page.next;
  }

  get<E extends EntityName>(entity: E, id: string): Records[E] | null {
    return (this.#kept[entity] as Map<string, Records[E]> | undefined)?.get(id) ?? null;
  }

  #put<E extends EntityName>(entity: E, id: string, record: Records[E]): void {
    const kept = (this.#kept[entity] ??= new Map() as never) as Map<string, Records[E]>;
    kept.set(id, record);
  }
}

let lists: { person: string; of: Record<EarlierKind, Earlier> } | null = null;

/** The list of a person; the same one until he leaves the page. */
export function earlierOf(person: string, kind: EarlierKind): Earlier {
  if (lists?.person !== person) lists = { person, of: { visit: new Earlier('visit'), feedback: new Earlier('feedback') } };
  return lists.of[kind];
}
