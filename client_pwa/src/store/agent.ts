// Keeps the phone and the office together: sends the outbox and pulls the feed, one sender at a time on a phone.
// Decides when to try and what to do about each answer; the steps themselves are outbox.ts, the network is wire.ts.
import { BATCH_CHARS_FIRST, BATCH_CHARS_MAX, batchOf, retryDelayMs } from '../sync/client.ts';
import { counts } from '../sync/operations.ts';
import { type Head, NotOurs, type Push, requestText, type Segment } from '../sync/protocol.ts';
import { tellDropped } from './dropped.ts';
import * as outbox from './outbox.ts';
import type { Progress, Store } from './store.ts';
import { exchange, Refusal } from './wire.ts';

// Recoveries (fork, resync …) in one run. More in a row is a fault of the office: it is tried again later.
const RECOVERIES_MAX = 5;

/** How one run ended. `busy`: another tab is sending. `signed_out`, `other_person`: the person has to sign in. */
export type Ended = 'done' | 'busy' | 'offline' | 'signed_out' | 'other_person' | 'upgrade' | 'drained' | 'lost';

/** The agent of one store in this tab or worker. */
export class Agent {
  private readonly store: Store;
  private failures = 0;
  /** Whether the run under way has brought anything: then a line that breaks is tried again as soon as after the first time. */
  private moved = false;
  private chars = BATCH_CHARS_FIRST;
  /** The person wants to see what the office has; asked for until it has come. */
  receipt = false;
  progress: Progress = { sending: false, i: 0, n: 0, online: true };

  constructor(store: Store) {
    this.store = store;
  }

  /** Sends and pulls once, until nothing is left, unless somebody on this phone is at it already. */
  async sync(): Promise<Ended> {
    const ended = await this.store.ports.tryLock(`diaban-send-${this.store.person}`, () => this.run());
    return ended ?? 'busy';
  }

  /** How long to wait before trying again by itself after a failure, ms; 0 after a success. */
  retryInMs(): number {
    return this.failures === 0 ? 0 : retryDelayMs(this.failures, this.store.ports.chance());
  }

  private async run(): Promise<Ended> {
    this.moved = false;
    try {
      const ended = await this.exchangeAll();
      this.failures = 0;
      this.say({ sending: false, online: true });
      return ended;
    } catch (error) {
      return this.failed(error);
    }
  }

  private failed(error: unknown): Ended {
    this.failures = this.moved ? 1 : this.failures + 1;
    const reached = error instanceof Refusal && error.code !== null;
    this.say({ sending: false, online: reached });
    if (reached && error.status === 401) return 'signed_out';
    // A TypeError is how fetch says that there is no network.
    const network = error instanceof Refusal || error instanceof NotOurs || error instanceof TypeError || isAbort(error);
    if (!network) throw error;
    return 'offline';
  }

  private say(change: Partial<Progress>): void {
    this.progress = { ...this.progress, ...change };
    this.store.tell({ kind: 'progress', progress: this.progress });
  }

  private async exchangeAll(): Promise<Ended> {
    let recoveries = 0;
    for (;;) {
      const { again, ended, recovered } = await this.exchangeOnce();
      if (ended) return ended;
      recoveries = recovered ? recoveries + 1 : 0;
      if (recoveries > RECOVERIES_MAX) throw new NotOurs('endless refusals');
      if (!again) return 'done';
    }
  }

  private async exchangeOnce(): Promise<{ again: boolean; ended?: Ended; recovered?: boolean }> {
    const ready = await outbox.sealAll(this.store);
    const batch = batchOf(ready.ops, this.chars);
    this.announce(ready.ops, batch.length);
    try {
      const { head, more, again } = await this.request(ready, batch);
      this.chars = Math.min(BATCH_CHARS_MAX, this.chars * 2);
      const left = ready.ops.length > batch.length;
      if (head.error) return await this.recover(head, left || again);
      if (!more) {
        await outbox.takeEnd(this.store);
        await tellDropped(this.store);
      }
      return { again: more || again || left };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.refused(error, batch);
    }
  }

  private announce(waiting: readonly outbox.SealedOp[], batch: number): void {
    const n = waiting.filter(counts).length;
    if (batch) this.say({ sending: n > 0, i: Math.min(1, n), n });
  }

  private async request(ready: outbox.Ready, batch: readonly outbox.SealedOp[]): Promise<{ head: Head; more: boolean; again: boolean }> {
    const { meta } = ready;
    const envelope = { person: this.store.person, device: meta.device ?? '', sent: this.store.ports.now(), cursor: meta.cursor, receipt: this.receipt };
    let head: Head | null = null;
    let cursor = meta.cursor;
    let more = false;
    let again = false;
    for await (const part of exchange(this.store.ports, requestText(envelope, pushOf(ready, batch)))) {
      if (part.kind === 'head') [head, again] = [part, await this.takeHead(part)];
      else if (part.kind === 'results') await this.takeResults(part.results, batch);
      else if (part.kind === 'segment') cursor = await this.takeSegment(cursor, part);
      else {
        more = part.more;
        if (part.receipt) this.receipt = await outbox.takeReceipt(this.store, part.receipt);
      }
    }
    if (!head) throw new NotOurs('no head');
    return { head, more, again };
  }

  private async takeHead(head: Head): Promise<boolean> {
    // A withdrawn device, too, hands in again what a restored office lacks, before it forgets it.
    return ['', 'resync', 'drain'].includes(head.error?.code ?? '') && outbox.takeHead(this.store, head);
  }

  private async takeSegment(cursor: string | null, segment: Segment): Promise<string | null> {
    const taken = await outbox.takeSegment(this.store, cursor, segment);
    this.moved ||= taken;
    return taken ? segment.cursor : cursor;
  }

  private async takeResults(results: Parameters<typeof outbox.takeResults>[2], batch: readonly outbox.SealedOp[]): Promise<void> {
    const settled = await outbox.takeResults(this.store, batch, results);
    const { i, n } = this.progress;
    if (this.progress.sending) this.say({ i: Math.min(n, i + settled) });
  }

  private async recover(head: Head, left: boolean): Promise<{ again: boolean; ended?: Ended; recovered?: boolean }> {
    switch (head.error?.code) {
      case 'fork':
        await outbox.newIncarnation(this.store);
        return { again: true, recovered: true };
      case 'gap':
        await outbox.sendAgain(this.store);
        return { again: true, recovered: true };
      case 'resync':
        await outbox.startResync(this.store);
        return { again: true, recovered: true };
      case 'upgrade':
        await outbox.note(this.store, { upgrade: true });
        return { again: false, ended: 'upgrade' };
      case 'drain':
        await outbox.note(this.store, { drained: true });
        return left ? { again: true } : { again: false, ended: 'drained' };
      case 'lost':
        return { again: false, ended: 'lost' };
      case 'wrong_person':
        await outbox.note(this.store, { signed_out: true });
        return { again: false, ended: 'other_person' };
      default:
        throw new NotOurs('unknown error');
    }
  }

  private async refused(refusal: Refusal, batch: readonly outbox.SealedOp[]): Promise<{ again: boolean; recovered: boolean }> {
    if (refusal.status === 401 && refusal.code !== null) await outbox.note(this.store, { signed_out: true });
    const tooMuch = refusal.status === 413 || refusal.code === 'bad_body';
    const [first] = batch;
    if (!tooMuch || !first) throw refusal;
    if (batch.length > 1) {
      this.chars = Math.floor(batch.reduce((sum, op) => sum + op.sealed.bytes.length, 0) / 2);
      return { again: true, recovered: false };
    }
    // One op alone that the office cannot take must not hold up those behind it.
    if (refusal.code === null) throw refusal;
    await outbox.setAside(this.store, first.op_id, refusal.code);
    return { again: true, recovered: true };
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function pushOf({ meta }: outbox.Ready, ops: readonly outbox.SealedOp[]): Push | null {
  const first = ops[0]?.sealed;
  if (!first) return null;
  return { inc: first.inc, from: first.n, prev: first.n === 1 ? null : meta.acked.op_id, ops };
}
