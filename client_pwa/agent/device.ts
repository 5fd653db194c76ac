// One phone of the simulator, without a browser: its clock, its chance, its locks, its tabs' channel, and a disk that
// can be full, or end at a write. Everything that a real phone would take from the world comes from the harness.
import { type Put, Database, NotSaved } from '../src/store/db.ts';
import { uuid7 } from '../src/store/ids.ts';
import type { Channel, Ports } from '../src/store/ports.ts';

/** A stream of numbers in [0, 1) that is the same for the same seed (splitmix32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => Math.floor(this.next() * 256));
  }
}

/** When the process is to end: at the n-th write from now, which is kept or not. */
export interface Death {
  writes: number;
  kept: boolean;
}

/** What one process (a tab) of the phone is: it lives until it is switched off, and then nothing of it ever goes on. */
export class Life {
  dead = false;
  private announce: (() => void) | null = null;
  readonly died = new Promise<void>((done) => {
    this.announce = done;
  });

  end(): void {
    this.dead = true;
    this.announce?.();
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** The disk under one process. A read or write of a dead process never comes back. */
export class Disk extends Database {
  private readonly device: Device;
  private readonly life: Life;

  constructor(device: Device, life: Life) {
    super(device.name);
    this.device = device;
    this.life = life;
  }

  override getMany(...of: Parameters<Database['getMany']>): Promise<unknown[]> {
    return this.alive(() => super.getMany(...of));
  }

  override getAll(...of: Parameters<Database['getAll']>): ReturnType<Database['getAll']> {
    return this.alive(() => super.getAll(...of));
  }

  override keys(...of: Parameters<Database['keys']>): ReturnType<Database['keys']> {
    return this.alive(() => super.keys(...of));
  }

  override opsOf(...of: Parameters<Database['opsOf']>): ReturnType<Database['opsOf']> {
    return this.alive(() => super.opsOf(...of));
  }

  override async write(puts: readonly Put[]): Promise<void> {
    if (this.life.dead) return never();
    if (puts.length === 0) return;
    if (this.device.full) throw new NotSaved(new DOMException('no room', 'QuotaExceededError'));
    const dies = this.device.dies();
    if (dies?.kept !== false) await super.write(puts);
    this.device.note(puts);
    if (!dies) return;
    this.life.end();
    return never();
  }

  private alive<T>(read: () => Promise<T>): Promise<T> {
    return this.life.dead ? never() : read();
  }
}

/** One process's end of a channel between tabs. */
interface End {
  life: Life;
  name: string;
  heard: ((message: unknown) => void)[];
}

/** The phone itself: what all its processes share. */
export class Device {
  readonly name: string;
  readonly chance: Chance;
  /** The phone's own clock, ms. */
  now = 0;
  full = false;
  /** The ids that are made next, in order; afterwards ids of chance. */
  readonly nextIds: string[] = [];
  death: Death | null = null;
  /** The acknowledged ops that went with their records. */
  readonly forgotten = new Set<string>();
  private readonly locks = new Map<string, Promise<unknown>[]>();
  private readonly lives = new Set<Life>();
  private readonly ends = new Set<End>();

  constructor(name: string, seed: number) {
    this.name = name;
    this.chance = new Chance(seed);
  }

  /** Notes which acknowledged ops were let go in one transaction with records. */
  note(puts: readonly Put[]): void {
    const gone = puts.filter(({ value }) => value === undefined);
    if (!gone.some(({ store }) => store === 'row')) return;
    for (const { store, key } of gone) if (store === 'kept') this.forgotten.add(key.split('/')[1] ?? '');
  }

  /** Counts a write; the death that is due at it. */
  dies(): Death | null {
    if (!this.death) return null;
    this.death.writes -= 1;
    if (this.death.writes > 0) return null;
    const due = this.death;
    this.death = null;
    return due;
  }

  /** Another process begins: a tab, or the only one. */
  begin(): Life {
    const life = new Life();
    this.lives.add(life);
    return life;
  }

  /** A process ends: its locks are free and it does not listen any more. */
  end(life: Life): void {
    life.end();
    this.lives.delete(life);
    for (const end of this.ends) if (end.life === life) this.ends.delete(end);
    this.nextIds.length = 0;
  }

  /** The whole phone ends. */
  endAll(): void {
    for (const life of this.lives) this.end(life);
    this.locks.clear();
    this.death = null;
  }

  ports(life: Life, fetch: Ports['fetch']): Ports {
    return {
      now: () => this.now,
      chance: () => this.chance.next(),
      newId: () => this.nextIds.shift() ?? uuid7(this.now, this.chance.bytes(10)),
      lock: (name, work) => this.lock(life, name, work),
      tryLock: async (name, work) => (this.locks.get(name)?.length ? undefined : this.lock(life, name, work)),
      channel: (name) => this.channel(life, name),
      fetch: (url, init) => (life.dead ? never() : fetch(url, init)),
      // When a silence has lasted too long is the harness's to say: it answers with nothing.
      after: () => () => undefined,
    };
  }

  /** A dead process gives up its turn, when it was its turn. */
  private async lock<T>(life: Life, name: string, work: () => Promise<T>): Promise<T> {
    const queue = this.locks.get(name) ?? [];
    this.locks.set(name, queue);
    const before = queue.at(-1);
    const run = before ? before.then(() => (life.dead ? never<T>() : work())) : work();
    const over = run.then(() => undefined, () => undefined);
    const ended = Promise.race([over, Promise.all([before, life.died])]);
    const leave = (): void => void (queue.includes(ended) && queue.splice(queue.indexOf(ended), 1));
    queue.push(ended);
    void ended.then(leave);
    try {
      return await run;
    } finally {
      leave();
    }
  }

  private channel(life: Life, name: string): Channel {
    const end: End = { life, name, heard: [] };
    this.ends.add(end);
    const others = (): End[] => [...this.ends].filter((one) => one !== end && one.name === name);
    return {
      post: (message) => {
        for (const { heard } of others()) for (const hear of heard) hear(structuredClone(message));
      },
      listen: (heard) => end.heard.push(heard),
      close: () => this.ends.delete(end),
    };
  }
}
