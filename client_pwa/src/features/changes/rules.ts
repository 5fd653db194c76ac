// What a change plan makes of the units, and what is wrong with a line of it: the screen's twin of
// server/features/changes/rules.py. Both run sync/vectors/unit_changes.json.
// Pure: units and days are arguments; no store, no clock, no screen text.
//
// A plan is a list of lines "old unit → new unit" that take effect on one day. A new unit is known by its key:
//   key = type|name|parent        the parent is the id of a unit that stays, or the key of a new one
// What lies below a unit that has one heir goes along with it by itself, under its own name.
import type { Unit } from '../../sync/records.ts';
import { addDays } from '../days.ts';
import { isThere } from '../units/lineage.ts';
import { spelled } from './spelling.ts';

/** What one unit becomes. `abolish`: it ends and nothing follows. Without a type or a parent it keeps its own. */
export interface Line {
  old: string;
  name?: string | null;
  type?: string | null;
  code?: string | null;
  /** The id of a unit (or what that becomes), or `type|name` of a new unit of the plan. */
  parent?: string | null;
  abolish?: boolean;
}

export type Verdict = 'merge' | 'split' | 'rename' | 'reparent' | 'abolish' | 'same' | 'bad';

/** What becomes of a line, and the code of what is wrong with it. */
export interface Judged {
  verdict: Verdict;
  code: string | null;
}

/** A unit that begins. `parent` is an id or a key. */
export interface Beginning {
  key: string;
  name: string;
  type: string;
  level: string;
  code: string | null;
  parent: string | null;
  predecessors: string[];
}

/** The whole of a plan. `carried`: what goes along by itself. */
export interface Change {
  judged: Judged[];
  carried: string[];
  begins: Map<string, Beginning>;
  ends: Map<string, string[]>;
}

const LEVELS = ['province', 'district', 'commune', 'village'];
const LEVEL_OF: Readonly<Record<string, string>> = {
  province: 'province', municipality: 'province',
  city: 'district', town: 'district', district: 'district',
  commune: 'commune', ward: 'commune', township: 'commune',
  village: 'village', block: 'village',
};

type Read = Beginning | string;

/** Judges a plan that takes effect on that day against the units as they stand. */
export function judge(units: readonly Unit[], day: string, lines: readonly Line[]): Change {
  return new Judging(units, day, lines).done();
}

/** Whether it can be applied: nothing is wrong with it, and something changes. */
export function fits({ judged, ends }: Change): boolean {
  return ends.size > 0 && judged.every(({ verdict }) => verdict !== 'bad');
}

/** The lines that take a level out of the tree: its units end, what lies below each is put above it. */
export function abolishLevel(units: readonly Unit[], level: string, day: string): Line[] {
  const standing = units.filter((unit) => isThere(unit, addDays(day, -1)) && stays(unit, day));
  const ending = new Map(standing.filter((unit) => unit.level === level).map((unit) => [unit.id, unit]));
  const below = standing.filter(({ parent }) => parent !== null && ending.has(parent));
  return [
    ...[...ending.keys()].map((old) => ({ old, abolish: true })),
    ...below.map(({ id, name, type, code, parent }) => ({ old: id, name, type, code, parent: ending.get(parent ?? '')?.parent ?? null })),
  ];
}

/** One pass over a plan, from the top of the tree down: a parent's heirs are known before its children's. */
class Judging {
  readonly #units: Map<string, Unit>;
  readonly #day: string;
  readonly #last: string;
  readonly #told: Line[];
  readonly #carried: Line[];
  readonly #lines: Line[];
  readonly #linesOf: Map<string, number>;
  readonly #madeOf: Map<string, number>;
  readonly #faults = new Map<number, string>();
  readonly #same = new Set<number>();
  readonly #heirs = new Map<string, string[]>();
  readonly #begins = new Map<string, Beginning>();
  readonly #keys = new Map<number, string>();

  constructor(units: readonly Unit[], day: string, lines: readonly Line[]) {
    this.#units = new Map(units.map((unit) => [unit.id, unit]));
    this.#day = day;
    this.#last = addDays(day, -1);
    this.#told = lines.map(clean);
    this.#carried = this.#carry();
    this.#lines = [...this.#told, ...this.#carried];
    this.#linesOf = counted(this.#lines.map(({ old }) => old));
    this.#madeOf = counted(this.#lines.filter(({ abolish }) => !abolish).map((line) => this.#target(line)));
  }

  done(): Change {
    const order = this.#lines.map((line, at) => ({ at, level: this.#levelOf(line) }));
    for (const { at } of order.sort((one, other) => one.level - other.level || one.at - other.at)) this.#take(at);
    this.#lines.forEach(({ abolish, old }, at) => {
      if (abolish && !this.#faults.has(at) && (this.#linesOf.get(old) ?? 0) > 1) this.#faults.set(at, 'row_twice');
    });
    this.#checkTwins();
    this.#carried.forEach((line, at) => this.#faults.has(this.#told.length + at) && this.#blame(line.old));
    const carried = this.#carried.map(({ old }) => old).filter((old) => this.#heirs.has(old));
    return { judged: this.#told.map((_line, at) => this.#verdict(at)), carried, begins: this.#begins, ends: this.#heirs };
  }

  #levelOf({ old, type }: Line): number {
    const level = LEVEL_OF[type ?? ''] ?? this.#units.get(old)?.level ?? '';
    return LEVELS.includes(level) ? LEVELS.indexOf(level) : LEVELS.length;
  }

  #take(at: number): void {
    const line = this.#lines[at] as Line;
    const known = this.#units.get(line.old);
    const fault = this.#checkOld(known);
    if (fault || !known) return void this.#faults.set(at, fault ?? 'unit_unknown');
    const heirs = this.#heirs.get(line.old);
    if (line.abolish) return void (heirs ?? this.#heirs.set(line.old, []));
    const made = this.#readNew(line, known);
    if (typeof made === 'string') return void this.#faults.set(at, made);
    if (this.#isSame(line, known, made)) return void this.#same.add(at);
    if (heirs?.includes(made.key)) return void this.#faults.set(at, 'row_twice');
    this.#keys.set(at, made.key);
    this.#heirs.set(line.old, [...(heirs ?? []), made.key]);
    const there = this.#begins.get(made.key) ?? made;
    this.#begins.set(made.key, { ...made, name: there.name, code: there.code ?? made.code, predecessors: [...there.predecessors, line.old] });
  }

  #checkOld(known: Unit | undefined): string | null {
    if (!known || this.#last < (known.valid_from ?? '')) return 'unit_unknown';
    const ended = !isThere(known, this.#last) || !stays(known, this.#day) || known.successors.length > 0;
    return ended ? 'unit_abolished' : null;
  }

  #readNew(line: Line, known: Unit): Read {
    const { name } = line;
    const type = line.type ?? known.type;
    if (!name) return 'name_missing';
    const level = LEVEL_OF[type];
    if (!level) return 'level_unknown';
    const parent = this.#findParent(line.parent ?? known.parent, level);
    if (parent.fault) return parent.fault;
    const alone = this.#linesOf.get(line.old) === 1;
    const code = line.code ?? (alone && spelled(name) === spelled(known.name) && type === known.type ? known.code : null);
    return { key: `${type}|${spelled(name)}|${parent.id ?? ''}`, name, type, level, code, parent: parent.id, predecessors: [] };
  }

  /** The unit above: as it is, as what it becomes, or a new one of the plan. */
  #findParent(said: string | null, level: string): { id: string | null; fault: string | null } {
    const unknown = { id: null, fault: 'parent_unknown' };
    if (said === null) return level === LEVELS[0] ? { id: null, fault: null } : unknown;
    const below = (id: string, above: string) => ({ id, fault: LEVELS.includes(above) && LEVELS.indexOf(above) < LEVELS.indexOf(level) ? null : 'parent_loop' });
    const heirs = this.#heirs.get(said);
    if (heirs) {
      const above = heirs.length === 1 ? this.#begins.get(heirs[0] ?? '') : undefined;
      return above ? below(above.key, above.level) : unknown;
    }
    const known = this.#units.get(said);
    if (known) {
      const stands = isThere(known, this.#day) || (isThere(known, this.#last) && stays(known, this.#day));
      return stands ? below(said, known.level) : unknown;
    }
    const made = [...this.#begins.values()].filter(({ key }) => key.startsWith(`${spelled(said)}|`));
    return made.length === 1 && made[0] ? below(made[0].key, made[0].level) : unknown;
  }

  /** A line that leaves everything as it is: whole provinces come as a list, changed or not. */
  #isSame(line: Line, known: Unit, made: Beginning): boolean {
    const kept = spelled(made.name) === spelled(known.name) && made.type === known.type && made.parent === known.parent && made.code === known.code;
    return kept && this.#linesOf.get(line.old) === 1 && this.#madeOf.get(this.#target(line)) === 1;
  }

  #target({ old, type, name, parent }: Line): string {
    const known = this.#units.get(old);
    return JSON.stringify([type ?? known?.type, spelled(name ?? ''), parent ?? known?.parent]);
  }

  /** Two units of one name in one place, or of one code on one level, at the same time. */
  #checkTwins(): void {
    const staying = [...this.#units.values()].filter((unit) => !this.#heirs.has(unit.id) && stays(unit, this.#day));
    for (const [at, key] of this.#keys) {
      const made = this.#begins.get(key) as Beginning;
      const others = [...staying, ...[...this.#begins.values()].filter((one) => one.key !== key)];
      if (others.some((one) => isTwin(one, made))) this.#faults.set(at, 'unit_twice');
    }
  }

  /** What cannot go along with a unit is that unit's fault: its line must say where its children go. */
  #blame(child: string): void {
    for (let unit = this.#units.get(child); unit?.parent; unit = this.#units.get(unit.parent)) {
      const above = unit.parent;
      this.#told.forEach(({ old }, at) => {
        if (old === above && !this.#faults.has(at)) this.#faults.set(at, 'children_left');
      });
    }
  }

  #verdict(at: number): Judged {
    const code = this.#faults.get(at);
    if (code) return { verdict: 'bad', code };
    return { verdict: this.#kind(at), code: null };
  }

  #kind(at: number): Verdict {
    const { old, abolish } = this.#told[at] as Line;
    if (this.#same.has(at)) return 'same';
    if (abolish) return 'abolish';
    if ((this.#heirs.get(old)?.length ?? 0) > 1) return 'split';
    const made = this.#begins.get(this.#keys.get(at) ?? '');
    const known = this.#units.get(old);
    if ((made?.predecessors.length ?? 0) > 1) return 'merge';
    return made?.name === known?.name && made?.type === known?.type && made?.code === known?.code ? 'reparent' : 'rename';
  }

  /** A line for everything that lies below the units of the plan and is not in it itself. */
  #carry(): Line[] {
    const named = new Set(this.#told.map(({ old }) => old));
    const standing = [...this.#units.values()].filter((unit) => isThere(unit, this.#last) && stays(unit, this.#day));
    const carried = new Set<string>();
    // A Set grows while it is walked: what lies below what goes along goes along too.
    for (const above of named) {
      for (const { id, parent } of standing) {
        if (parent !== above || named.has(id)) continue;
        named.add(id);
        carried.add(id);
      }
    }
    return standing.filter(({ id }) => carried.has(id)).map(({ id, name, type, code }) => ({ old: id, name, type, code }));
  }
}

function counted(all: readonly string[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const each of all) count.set(each, (count.get(each) ?? 0) + 1);
  return count;
}

function clean(line: Line): Line {
  const name = (line.name ?? '').normalize('NFC').trim().replace(/\s+/g, ' ') || null;
  return { old: line.old, name, type: line.type || null, code: line.code || null, parent: line.parent || null, abolish: line.abolish ?? false };
}

/** Whether nothing has ended it yet. */
function stays(unit: Unit, day: string): boolean {
  return unit.valid_to === null || unit.valid_to >= day;
}

function isTwin(one: Pick<Beginning, 'level' | 'code' | 'name' | 'type' | 'parent'>, other: Beginning): boolean {
  if (one.level !== other.level) return false;
  const sameCode = other.code !== null && one.code === other.code;
  return sameCode || (spelled(one.name) === spelled(other.name) && one.type === other.type && one.parent === other.parent);
}
