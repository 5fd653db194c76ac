// The few requests besides the feed: who is signed in. Reads our one error shape; what is not ours counts as offline.
import type { Ports } from './ports.ts';

// At a fiftieth of the thinnest line a photo's chunk is still through by then, and so is what is asked here; a line that
// says nothing for so long is dead. A whole file may be eight megabytes.
export const SILENCE_MS_MAX = 120_000;
const FILE_MS_MAX = 3_600_000;

export interface Answer {
  status: number;
  body: Readonly<Record<string, unknown>>;
}

/** A request was refused, or did not reach the office (`offline`). `code` is of the one catalogue of errors. */
export class SessionError extends Error {
  readonly code: string;
  readonly retryAfterS: number | null;
  /** What the code's sentence needs to know. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
    const wait = details['retry_after_s'];
    this.retryAfterS = typeof wait === 'number' ? wait : null;
  }
}

/** Asks the office. Answers the body of a 2xx; throws SessionError with the code of anything else. */
export async function ask(ports: Ports, method: string, url: string, body?: unknown): Promise<Answer['body']> {
  const { status, body: said } = await exchange(ports, method, url, body);
  if (status < 300) return said;
  const error = (said['error'] ?? {}) as { code?: unknown; details?: Record<string, unknown> };
  if (typeof error.code !== 'string') throw new SessionError('offline');
  throw new SessionError(error.code, error.details);
}

/** Waits for the line no longer than that, then stops it: who waits for one that says nothing may hold up all the others. */
export async function inTime<T>(ports: Ports, ms: number, line: Promise<T>, stop: AbortController): Promise<T> {
  const cancel = ports.after(ms, () => stop.abort());
  try {
    return await line;
  } finally {
    cancel();
  }
}

async function exchange(ports: Ports, method: string, url: string, body: unknown): Promise<Answer> {
  const headers: Record<string, string> = { 'X-Diaban': '1' };
  // Sentences come in the language of the page, which need not be the browser's.
  const spoken = (globalThis as { document?: { documentElement: { lang: string } } }).document?.documentElement.lang;
  if (spoken) headers['Accept-Language'] = spoken;
  // A file goes as it is, everything else as JSON.
  const raw = body instanceof Blob;
  if (body !== undefined) headers['Content-Type'] = raw ? body.type : 'application/json';
  const init: RequestInit = { method, headers, cache: 'no-store' };
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body);
  const stop = new AbortController();
  const read = async (): Promise<Answer> => {
    const response = await ports.fetch(url, { ...init, signal: stop.signal });
    return { status: response.status, body: await json(response) };
  };
  return inTime(ports, raw ? FILE_MS_MAX : SILENCE_MS_MAX, read(), stop).catch(() => {
    throw new SessionError('offline');
  });
}

async function json(response: Response): Promise<Answer['body']> {
  if (response.status === 204) return {};
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new SessionError('offline');
  return value as Answer['body'];
}
