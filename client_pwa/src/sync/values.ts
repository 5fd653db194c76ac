// Values on the wire: cleaning what a person typed, canonical JSON, the `was` form and digests (docs/protocol.md).
// Pure but for SHA-256, which the platform gives asynchronously.
import type { Value } from './records.ts';

// At most this many bytes stand in `was` as they are: a hash would be no shorter.
const WAS_BYTES_MAX = 12;
const HASH_BYTES = 6;
// NUL, which the wire refuses, and the marks that turn the reading order of what follows them.
const UNWANTED = /[\u0000\u202a-\u202e\u2066-\u2069]/g;
// Whole pairs are captured and kept (the oldest Safari served here has no look-behind).
const SURROGATES = /([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udfff]/g;

/** Text as it may travel: NFC, without NUL, bidi controls and halves of a surrogate pair. */
export function clean(text: string): string {
  return text.replace(UNWANTED, '').replace(SURROGATES, '$1').normalize('NFC');
}

/** The value with all its strings cleaned. */
export function cleanValue(value: Value): Value {
  if (typeof value === 'string') return clean(value);
  return Array.isArray(value) ? value.map(cleanValue) : value;
}

/** Canonical JSON: JSON.stringify's own form is the protocol's, as long as strings hold no lone surrogates. */
export function canonical(value: Value): string {
  return JSON.stringify(value);
}

/** Whether two values are the same on the wire. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || canonical(one ?? null) === canonical(other ?? null);
}

/** Unpadded base64url of bytes. */
export function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The SHA-256 of bytes in lower-case hex. */
export async function sha256Hex(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `#` and the first 6 bytes of the SHA-256 of the value's canonical JSON. */
export async function hashed(value: Value): Promise<string> {
  const bytes = new TextEncoder().encode(canonical(value));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `#${base64url(hash.subarray(0, HASH_BYTES))}`;
}

/** The `was` form of what the person saw: short values as they are, others hashed. */
export async function wasOf(value: Value): Promise<Value> {
  const bytes = new TextEncoder().encode(canonical(value)).length;
  const looksHashed = typeof value === 'string' && value.startsWith('#');
  return bytes <= WAS_BYTES_MAX && !looksHashed ? value : hashed(value);
}

/** The digest of a draft's patchable fields' values, in the entity's order: what was on the screen. */
export function digest(values: readonly Value[]): Promise<string> {
  return hashed(values);
}
