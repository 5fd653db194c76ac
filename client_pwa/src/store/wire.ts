// One request on the network: the outbox up, the answer down as a stream of lines. Knows no store.
import { AnswerOrder, NotOurs, type Part, readLine } from '../sync/protocol.ts';
import { inTime } from './http.ts';
import type { Ports } from './ports.ts';

/** What the office said to the request as a whole, instead of an answer. */
export class Refusal extends Error {
  readonly status: number;
  /** Of the catalogue of errors; null when it was not our office that answered. */
  readonly code: string | null;
  readonly retryAfterS: number | null;
  constructor(status: number, code: string | null, retryAfterS: number | null) {
    super(`HTTP ${status}`);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

// A line is one segment of about 400 KB at most; what is longer is not ours and must not fill the memory.
const LINE_CHARS_MAX = 16_000_000;
// Below this, compressing costs more than it saves.
const GZIP_CHARS_MIN = 1_000;
// A thin line carries a batch of 512 KB in seconds; an answer that says nothing for so long is cut.
const SILENCE_MS_MAX = 60_000;

/** Sends one request and reads the parts of its answer as they come. Throws Refusal, NotOurs or what fetch throws. */
export async function* exchange(ports: Ports, request: string): AsyncGenerator<Part> {
  const stop = new AbortController();
  try {
    const init = { ...(await envelope(request)), signal: stop.signal };
    const response = await inTime(ports, SILENCE_MS_MAX, ports.fetch('/api/sync', init), stop);
    await inTime(ports, SILENCE_MS_MAX, check(response), stop);
    const order = new AnswerOrder();
    for await (const line of lines(ports, response.body as ReadableStream<Uint8Array>, stop)) yield order.next(readLine(line));
    if (!order.complete) throw new NotOurs('cut');
  } finally {
    stop.abort();
  }
}

async function envelope(request: string): Promise<RequestInit> {
  const headers: Record<string, string> = { 'X-Diaban': '1', 'Content-Type': 'application/json' };
  // No `cache`: nothing keeps the answer of a POST, and asking for that costs two headers.
  const common = { method: 'POST', redirect: 'error' } as const;
  if (request.length < GZIP_CHARS_MIN || typeof CompressionStream === 'undefined') return { ...common, headers, body: request };
  headers['Content-Encoding'] = 'gzip';
  return { ...common, headers, body: await gzipped(request) };
}

async function gzipped(text: string): Promise<ArrayBuffer> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(packed).arrayBuffer();
}

async function check(response: Response): Promise<void> {
  if (response.status !== 200) throw new Refusal(response.status, await codeOf(response), Number(response.headers.get('Retry-After')) || null);
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.startsWith('application/x-ndjson') || !response.body) throw new NotOurs('not our answer');
}

/** The code of our own error shape, null when somebody else answered. */
async function codeOf(response: Response): Promise<string | null> {
  const said = (await response.json().catch(() => null)) as { error?: { code?: unknown } } | null;
  return typeof said?.error?.code === 'string' ? said.error.code : null;
}

async function* lines(ports: Ports, body: ReadableStream<Uint8Array>, stop: AbortController): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for (;;) {
    const { done, value } = await inTime(ports, SILENCE_MS_MAX, reader.read(), stop);
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield part;
    if (rest.length > LINE_CHARS_MAX) throw new NotOurs('endless line');
    if (done) break;
  }
  if (rest !== '') yield rest;
}
