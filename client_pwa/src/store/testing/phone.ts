// A phone for tests: a store over fake-indexeddb, with its own locks, tabs and clock. Time and chance are the test's.
import 'fake-indexeddb/auto';
import { Agent, type Ended } from '../agent.ts';
import { commit, reading } from '../commit.ts';
import { Database } from '../db.ts';
import { uuid7 } from '../ids.ts';
import type { Channel, Ports } from '../ports.ts';
import { readRecord } from '../project.ts';
import { Store } from '../store.ts';
import type { EntityName, Records } from '../../sync/records.ts';
import type { Office } from './office.ts';

let made = 0;

/** Ids that differ and are made without chance. */
export function newId(): string {
  made += 1;
  const chance = new Uint8Array(10);
  new DataView(chance.buffer).setUint32(6, made);
  return uuid7(1_719_280_800_000 + made, chance);
}

/** One browser: what its tabs share. */
export class Browser {
  now = 1_719_280_800_000;
  fetch: Office['fetch'];
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly held = new Set<string>();
  private readonly buses = new Map<string, Set<{ heard: ((message: unknown) => void)[] }>>();

  constructor(office: Office) {
    this.fetch = office.fetch;
  }

  readonly ports: Ports = {
    now: () => this.now,
    chance: () => 0.5,
    newId,
    lock: (name, work) => this.lock(name, work),
    tryLock: async (name, work) => (this.held.has(name) ? undefined : this.lock(name, work)),
    channel: (name) => this.channel(name),
    fetch: (url, init) => this.fetch(url, init),
    after: () => () => undefined,
  };

  private async lock<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(name) ?? Promise.resolve();
    this.held.add(name);
    const run = before.then(() => work().finally(() => this.held.delete(name)));
    this.tails.set(name, run.catch(() => undefined));
    return run;
  }

  private channel(name: string): Channel {
    const bus = this.buses.get(name) ?? new Set();
    this.buses.set(name, bus);
    const end = { heard: [] as ((message: unknown) => void)[] };
    bus.add(end);
    const post = (message: unknown): void => {
      for (const other of bus) if (other !== end) for (const hear of other.heard) hear(structuredClone(message));
    };
    return { post, listen: (heard) => end.heard.push(heard), close: () => bus.delete(end) };
  }
}

export interface Phone {
  browser: Browser;
  store: Store;
  agent: Agent;
  sync(): Promise<Ended>;
  read<E extends EntityName>(entity: E, id: string): Promise<Records[E] | null>;
}

/** A tab of a person on a browser. The same `device` on the same person is another tab of the same store. */
export async function phone(office: Office, { person = 'p1', device = 'd1', browser = new Browser(office), tag = newId() } = {}): Promise<Phone> {
  const store = new Store(person, browser.ports, new Database(`diaban-${person}-${tag}`));
  await commit(store, async (step) => void (await step.changeMeta({ device })));
  const agent = new Agent(store);
  return {
    browser,
    store,
    agent,
    sync: () => agent.sync(),
    read: async (entity, id) => (await readRecord(reading(store), entity, { id, me: person })).value,
  };
}
