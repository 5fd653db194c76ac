// The pictures in memory: lists of cards, and the directory of units, people, agencies and themes. Each is a plain Map
// and one tick; a list is read when a screen first asks for it, and follows the store from then on.
import type { Card } from '../store/cards.ts';
import { open } from '../store/codec.ts';
import type { Message, Store } from '../store/store.ts';
import type { StoredRow } from '../store/step.ts';
import type { Agency, Assignment, Body, EntityName, Office, Person, Records, Theme, Unit } from '../sync/records.ts';
import { isCurrent } from '../store/boot.ts';
import { fold } from './fold.ts';
import { coalesced, follow, names } from './follow.ts';
import { currentStore } from './session.svelte.ts';
import { language } from './t.svelte.ts';
import { calledIn, called } from './units.ts';

export type Listed = 'draft' | 'visit' | 'round' | 'review' | 'feedback' | 'attachment' | 'acknowledgement' | 'conflict' | 'outcome';

abstract class Table<T> {
  protected readonly map = new Map<string, T>();
  #tick = $state(0);
  #ready = $state(false);
  #list: T[] | null = null;
  #store: Store | null = null;
  #wanted = false;
  #changed: Set<string> | null = null;
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
    follow(this);
  }

  protected abstract read(store: Store, keys: readonly string[] | null): Promise<Map<string, T | undefined>>;

  /** Everything in it, in no order. A new array whenever something changed. */
  get rows(): T[] {
    this.#touch();
    this.#list ??= [...this.map.values()];
    return this.#list;
  }

  get ready(): boolean {
    this.#touch();
    return this.#ready;
  }

  get(id: string | null): T | undefined {
    this.#touch();
    return id === null ? undefined : this.map.get(`${this.#kind}/${id}`);
  }

  #touch(): void {
    void this.#tick;
    if (this.#wanted || !this.#store) return;
    this.#wanted = true;
    this.#load();
  }

  begin(store: Store | null): void {
    this.#store = store;
    this.#changed = null;
    this.map.clear();
    this.#list = null;
    this.#ready = false;
    this.#tick += 1;
    if (this.#wanted && store) this.#load();
  }

  hear(message: Message): void {
    if (message.kind !== 'change' || !this.#wanted) return;
    const { keys } = message.change;
    if (!names(keys, (key) => key.startsWith(`${this.#kind}/`))) return;
    if (keys.includes('*') || !this.#ready) this.#changed = null;
    else for (const key of keys) if (key.startsWith(`${this.#kind}/`)) this.#changed?.add(key);
    this.#load();
  }

  #load = coalesced(async () => {
    const store = this.#store;
    if (!store) return;
    const keys = this.#changed && [...this.#changed];
    this.#changed = new Set();
    const read = await this.read(store, keys).catch((error: unknown) => {
      // What changed is not known any more: the next reading is one of all.
      this.#changed = null;
      throw error;
    });
    if (store !== this.#store) return;
    if (!keys) this.map.clear();
    for (const [key, value] of read) {
      if (value === undefined) this.map.delete(key);
      else this.map.set(key, value);
    }
    this.#list = null;
    this.#ready = true;
    this.#tick += 1;
  });
}

async function readKeys<S>(store: Store, from: 'card' | 'row', of: { kind: string; keys: readonly string[] | null }): Promise<Map<string, S | undefined>> {
  const stored: (readonly [string, unknown])[] = of.keys
    ? (await store.db.getMany(from, of.keys)).map((value, at) => [of.keys?.[at] ?? '', value])
    : await store.db.getAll(from, `${of.kind}/`);
  const opened = stored.map(async ([key, value]) => [key, value === undefined ? undefined : await open<S>(value)] as const);
  return new Map(await Promise.all(opened));
}

class Cards extends Table<Card> {
  readonly kind: Listed;
  constructor(kind: Listed) {
    super(kind);
    this.kind = kind;
  }
  protected read(store: Store, keys: readonly string[] | null): Promise<Map<string, Card | undefined>> {
    return readKeys<Card>(store, 'card', { kind: this.kind, keys });
  }
}

/** Records of the directory hold values and lists of ids only: they stand as they came. */
function plain<E extends EntityName>(id: string, body: Body): Records[E] {
  return { predecessors: [], successors: [], ...present(body), id } as unknown as Records[E];
}

/** Lists of ids are never null for a screen. */
function present(body: Body): Body {
  const { predecessors, successors, ...others } = body;
  return { ...others, ...(predecessors && { predecessors }), ...(successors && { successors }) };
}

class Directory<E extends EntityName> extends Table<Records[E]> {
  readonly entity: E;
  constructor(entity: E) {
    super(entity);
    this.entity = entity;
  }
  protected async read(store: Store, keys: readonly string[] | null): Promise<Map<string, Records[E] | undefined>> {
    const rows = await readKeys<StoredRow>(store, 'row', { kind: this.entity, keys });
    const idOf = (key: string): string => key.slice(this.entity.length + 1);
    return new Map([...rows].map(([key, row]) => [key, row && plain<E>(idOf(key), row.body)]));
  }
}

const LISTS: Record<Listed, Cards> = {
  draft: new Cards('draft'),
  visit: new Cards('visit'),
  round: new Cards('round'),
  review: new Cards('review'),
  feedback: new Cards('feedback'),
  attachment: new Cards('attachment'),
  acknowledgement: new Cards('acknowledgement'),
  conflict: new Cards('conflict'),
  outcome: new Cards('outcome'),
};
const OFFICES = new Directory('office');
const UNITS = new Directory('unit');
const PERSONS = new Directory('person');
const AGENCIES = new Directory('agency');
const THEMES = new Directory('theme');
const ASSIGNMENTS = new Directory('assignment');

/** The cards of one kind. Read `.rows` inside the derived that answers. */
export function cards(kind: Listed): { readonly rows: Card[]; readonly ready: boolean; get(id: string | null): Card | undefined } {
  return LISTS[kind];
}

/** What a unit is called; empty while the directory is not here. */
function unitName(id: string | null): string {
  const unit = UNITS.get(id);
  return unit ? called(unit) : '';
}

/** The same with the district after it. */
function unitLong(id: string | null): string {
  const unit = UNITS.get(id);
  return unit ? calledIn(unit, UNITS.get(unit.parent)) : '';
}

let folded: { of: readonly Unit[]; locale: string; texts: Map<string, string> } | null = null;

/** The names of a unit as they are searched, folded once. */
function unitText(id: string | null): string {
  const all = UNITS.rows;
  const { locale } = language;
  if (folded?.of !== all || folded.locale !== locale) folded = { of: all, locale, texts: new Map() };
  const known = folded.texts.get(id ?? '');
  if (known !== undefined) return known;
  const text = fold(unitLong(id));
  folded.texts.set(id ?? '', text);
  return text;
}

export const directory = {
  get ready(): boolean {
    return UNITS.ready && PERSONS.ready && ASSIGNMENTS.ready;
  },
  unit: (id: string | null): Unit | undefined => UNITS.get(id),
  units: (): Unit[] => UNITS.rows,
  unitName,
  unitLong,
  unitText,
  person: (id: string | null): Person | undefined => PERSONS.get(id),
  persons: (): Person[] => PERSONS.rows,
  agency: (id: string | null): Agency | undefined => AGENCIES.get(id),
  agencies: (): Agency[] => AGENCIES.rows,
  theme: (id: string | null): Theme | undefined => THEMES.get(id),
  themes: (): Theme[] => [...THEMES.rows].sort((one, other) => one.order - other.order),
  assignments: (): Assignment[] => ASSIGNMENTS.rows,
  /** The own assignments that hold on that day. */
  mine: (today: string): Assignment[] => {
    const me = currentStore()?.person;
    return ASSIGNMENTS.rows.filter((one) => (one.person === me || (me && one.substitute === me)) && isCurrent(one, today));
  },
  office: (): Office | null => OFFICES.rows[0] ?? null,
};
