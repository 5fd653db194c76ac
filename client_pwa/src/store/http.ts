// The few requests besides the feed: who is signed in. Reads our one error shape; what is not ours counts as offline.
import type { Ports } from './ports.ts';

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

async function exchange(ports: Ports, method: string, url: string, body: unknown): Promise<Answer> {
  const headers: Record<string, string> = { 'X-Diaban': '1' };
  // Sentences come in the language of the page, which need not be the browser's.
  const spoken = (globalThis as { document?: { documentElement: { lang: string } } }).document?.documentElement.lang;
  if (spoken) headers['Accept-Language'] = spoken;
  // A file goes as it is, everything else as JSON.
  const raw = body instanceof Blob;
  if (body !== undefined) headers['Content-Type'] = raw ? body.type : 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  try {
    const response = await ports.fetch(url, body === undefined ? init : { ...init, body: raw ? body : JSON.stringify(body) });
    return { status: response.status, body: await json(response) };
  } catch {
    throw new SessionError('offline');
  }
}

async function json(response: Response): Promise<Answer['body']> {
  if (response.status === 204) return {};
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new SessionError('offline');
  return value as Answer['body'];
}
