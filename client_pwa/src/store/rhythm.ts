// When a tab tries to sync: on start, on focus, when the network returns, every minute while it is seen, soon after
// something was said, and after a failure with growing pauses. One per page.
import { retryDelayMs } from '../sync/client.ts';
import { Agent, type Ended } from './agent.ts';
import { watchForLoss } from './loss.ts';
import { upload } from './photo_queue.ts';
import { leave, refresh } from './session.ts';
import type { Message, Store } from './store.ts';
import { wipe } from './wipe.ts';

const TIMER_MS = 60_000;
// What is said in one moment travels together.
const SOON_MS = 250;
// Another tab is sending: it takes in what was said until it is done; then we look.
const BUSY_MS = 2_000;
/** The tag of Background Sync, known to the service worker. */
export const SYNC_TAG = 'diaban-outbox';

export class Rhythm {
  readonly agent: Agent;
  private readonly store: Store;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** When the next try is due, ms; means something while there is a timer. */
  private due = 0;
  private photosCut = 0;
  private readonly stops: (() => void)[] = [];
  private running: Promise<Ended> | null = null;
  private uploading: Promise<void> | null = null;
  /** Something was said or asked since the run under way began: it may have missed it. */
  private asked = false;
  private stopped = false;

  constructor(store: Store) {
    this.store = store;
    this.agent = new Agent(store);
  }

  /** Begins: syncs at once and listens for what makes another try worth while. */
  start(): void {
    this.on(window, 'focus', () => this.soon(0));
    this.on(window, 'online', () => this.soon(0));
    this.on(document, 'visibilitychange', () => document.visibilityState === 'visible' && this.soon(0));
    this.stops.push(this.store.listen((message) => this.heard(message)), watchForLoss(this.store));
    this.soon(0);
    void refresh(this.store.ports);
  }

  stop(): void {
    this.stopped = true;
    for (const stop of this.stops) stop();
    if (this.timer) clearTimeout(this.timer);
  }

  /** Syncs now, or waits for the run under way. `receipt`: the person wants to see what the office has. */
  async now(receipt = false): Promise<Ended> {
    await leave(this.store.ports);
    this.agent.receipt ||= receipt;
    this.asked ||= receipt;
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<Ended> {
    this.asked = false;
    // A phone without room, or a fault of ours: said aloud, and tried again like a lost network.
    const ended = await this.agent.sync().catch((error: unknown): Ended => {
      reportError(error);
      return 'offline';
    });
    this.running = null;
    this.next(ended);
    if (ended === 'done') void this.sendPhotos();
    if (ended === 'lost') await this.end();
    if (ended === 'drained') void this.handIn();
    return ended;
  }

  /** A withdrawn device sends its photos too; with nothing left it is at its end. */
  private async handIn(): Promise<void> {
    await this.sendPhotos();
    await this.uploading;
    await this.end(true);
  }

  /** Forgets the person of this withdrawn device, in this tab and the others. */
  private async end(drained = false): Promise<void> {
    // This tab leaves by itself, when the office was told.
    if (await wipe(this.store, drained, () => this.stop())) location.replace('/sign-in');
  }

  /** Photos go when the words are through, and hold up no word that is said meanwhile. */
  private async sendPhotos(): Promise<void> {
    await this.uploading;
    this.uploading ??= this.uploadAll().finally(() => {
      this.uploading = null;
    });
  }

  private async uploadAll(): Promise<void> {
    const again = await upload(this.store).catch((error: unknown) => {
      reportError(error);
      return true;
    });
    this.photosCut = again ? this.photosCut + 1 : 0;
    if (again) this.soon(retryDelayMs(this.photosCut, this.store.ports.chance()));
  }

  private on(target: EventTarget, name: string, act: () => void): void {
    target.addEventListener(name, act);
    this.stops.push(() => target.removeEventListener(name, act));
  }

  private heard(message: Message): void {
    // A page that goes takes its requests with it: the store first.
    if (message.kind === 'wiped') void this.store.db.destroy().finally(() => location.replace('/sign-in'));
    if (message.kind !== 'ask') return;
    this.asked = true;
    this.soon(SOON_MS);
    void askForBackground();
  }

  /** Tries again after that time, unless a try is due earlier. */
  private soon(ms: number): void {
    const due = this.store.ports.now() + ms;
    if (this.stopped || (this.timer && this.due <= due)) return;
    if (this.timer) clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.now();
    }, ms);
  }

  private next(ended: Ended): void {
    const pause = this.pauseAfter(ended);
    const seen = document.visibilityState === 'visible';
    if (pause > 0 || seen) this.soon(pause || TIMER_MS);
  }

  private pauseAfter(ended: Ended): number {
    if (ended === 'busy') return BUSY_MS;
    if (ended === 'offline') return this.agent.retryInMs();
    return ended === 'done' && this.asked ? SOON_MS : 0;
  }
}

/** Asks the browser to wake the service worker when there is a network, where it can. */
async function askForBackground(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as { sync?: { register(tag: string): Promise<void> } } | undefined;
  await registration?.sync?.register(SYNC_TAG).catch(() => undefined);
}
