// Photos for tests of the phone: one as it lies on the phone, and the office that receives it.
import { sha256Hex } from '../../sync/values.ts';
import { commit } from '../commit.ts';
import { create, flush } from '../drafts.ts';
import type { PhotoRow } from '../photo_queue.ts';
import { newId, type Phone } from './phone.ts';

export const BYTES = new Uint8Array(300_000).map((_, at) => at % 251);

/** The office's end of tus, with a line that can be cut. */
export class Files {
  readonly parts = new Map<string, Uint8Array>();
  readonly asked: string[] = [];
  cutAfter = Number.POSITIVE_INFINITY;
  refuses: number | null = null;
  /** The address of a photo that it fails to take. */
  stumblesOver: string | null = null;
  /** Whether requests are swallowed by a dead line. */
  silent = false;
  /** Whether no report names any photo. */
  unnamed = false;

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    this.asked.push(init.method ?? 'GET');
    if (this.asked.length > this.cutAfter) throw new TypeError('network');
    if (this.silent) return new Promise((_, fail) => init.signal?.addEventListener('abort', () => fail(new DOMException('', 'AbortError'))));
    if (url === this.stumblesOver) return new Response('oops', { status: 500 });
    if (init.method === 'POST') return this.begin(init);
    const part = this.parts.get(url);
    if (!part) return new Response(null, { status: 404 });
    if (init.method === 'HEAD') return new Response(null, { status: 200, headers: { 'Upload-Offset': String(part.length) } });
    return this.take(url, part, init);
  };

  private begin(init: RequestInit): Response {
    if (this.unnamed) return new Response(null, { status: 404 });
    const said = new Headers(init.headers).get('Upload-Metadata') ?? '';
    const url = `/api/files/${atob(/photo (\S+?),/.exec(said)?.[1] ?? '')}`;
    if (!this.parts.has(url)) this.parts.set(url, new Uint8Array());
    return new Response(null, { status: 201, headers: { Location: url, 'Upload-Offset': String(this.parts.get(url)?.length) } });
  }

  private take(url: string, part: Uint8Array, init: RequestInit): Response {
    if (this.refuses) return new Response(null, { status: this.refuses });
    if (Number(new Headers(init.headers).get('Upload-Offset')) !== part.length) return new Response(null, { status: 409 });
    const more = new Uint8Array(init.body as ArrayBuffer);
    this.parts.set(url, new Uint8Array([...part, ...more]));
    return new Response(null, { status: 204, headers: { 'Upload-Offset': String(part.length + more.length) } });
  }
}

/** A report with a photo, as photos.add leaves it; the shrinking needs a browser. */
export async function withPhoto({ store }: Phone, bytes = BYTES): Promise<{ visit: string; photo: string }> {
  const visit = create({ unit: newId(), findings: 'x' }, store);
  await flush(store);
  const photo = newId();
  const row: PhotoRow = { id: photo, visit, sha: await sha256Hex(BYTES), bytes: bytes.length, width: 1, height: 1, state: 'waiting', place: null, sent: 0, done: null };
  await commit(store, async (step) => {
    step.put('photo', photo, row);
    step.put('blob', photo, bytes.buffer);
  });
  return { visit, photo };
}
