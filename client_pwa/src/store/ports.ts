// What the store takes from the world: time, chance, locks, the other tabs and the network. Tests pass their own.
import { uuid7 } from './ids.ts';

/** Whoever writes to a person's store, or forgets him, holds this lock. */
export function writeLock(person: string): string {
  return `diaban-write-${person}`;
}

export interface Channel {
  post(message: unknown): void;
  listen(heard: (message: unknown) => void): void;
  close(): void;
}

export interface Ports {
  now(): number;
  /** A number in [0, 1). */
  chance(): number;
  newId(): string;
  /** Runs `work` while nobody else on this phone holds the lock. */
  lock<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** The same, but answers undefined at once when somebody holds it. */
  tryLock<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  channel(name: string): Channel;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Acts once after that time. Answers how to stop it. */
  after(ms: number, act: () => void): () => void;
}

function browserChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (heard) => channel.addEventListener('message', (event: MessageEvent) => heard(event.data)),
    close: () => channel.close(),
  };
}

/** The browser's own, in a window or in the service worker. */
export const browser: Ports = {
  now: () => Date.now(),
  chance: () => Math.random(),
  newId: () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
  lock: async (name, work) => navigator.locks.request(name, work),
  tryLock: async (name, work) =>
    navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock ? work() : undefined)),
  channel: browserChannel,
  fetch: (url, init) => fetch(url, init),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
