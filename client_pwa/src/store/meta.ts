// What the store knows about itself: its life (incarnation), its place in the feed, and its counters. Types only.
import type { Receipt } from '../sync/protocol.ts';

export interface Meta {
  /** The device this store speaks as; null before the first sign-in. */
  device: string | null;
  /** This life of the store, with its own numbering; null before anything was sealed. */
  inc: string | null;
  /** The last number given in this incarnation. */
  n: number;
  /** The last op that the office has acknowledged in this incarnation. */
  acked: { n: number; op_id: string | null };
  cursor: string | null;
  /** The place in the feed that the rows here hold. */
  pos: number;
  epoch: string | null;
  safe_pos: number;
  /** How much of what the office acknowledged is kept for the case that it goes back to a backup, in characters. */
  kept: number;
  /** How many of these were let go before a backup held them, because there were too many. */
  kept_cut: number;
  /** The order of what is done on this phone. */
  seq: number;
  last_success: number | null;
  /** How often the rows were pulled anew; each row carries the number under which it came last. */
  sweep: number;
  /** How far the office's clock was ahead of this phone's when it was last heard, ms, in steps of ten minutes. */
  skew_ms: number;
  /** A pull from the beginning is under way: rows that have not come again by its end are swept. */
  sweeping: boolean;
  /** The store was emptied by the browser: how many ops the office knew of, and when it was noticed. */
  lost: { known: number; unsent: number; at: number; newest?: boolean } | null;
  /** The office withdrew this device: its ops went to quarantine there. */
  drained: boolean;
  /** The session has ended at the office; everything here goes on. */
  signed_out: boolean;
  /** The office wants a newer build before it gives out more. */
  upgrade: boolean;
  /** Refused ops that the person let go, of which the office is still to be told. */
  dropped: string[];
  /** What the office said it has, and when. */
  receipt: (Receipt & { at: number }) | null;
}

/** A store in which nothing has happened. */
export function newMeta(): Meta {
  const place = { inc: null, n: 0, acked: { n: 0, op_id: null }, cursor: null, pos: 0, epoch: null, safe_pos: 0, kept: 0, kept_cut: 0, seq: 0 };
  // The first pull is one from the beginning, too.
  const flags = { sweep: 0, skew_ms: 0, sweeping: true, lost: null, drained: false, signed_out: false, upgrade: false, dropped: [], receipt: null };
  return { device: null, ...place, last_success: null, ...flags };
}
