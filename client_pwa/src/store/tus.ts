// Resumable upload of one photo (tus 1.0): create, ask how far it came, go on in chunks. Knows no store.
import { inTime, SessionError, SILENCE_MS_MAX } from './http.ts';
import type { Ports } from './ports.ts';

// On the thinnest line a chunk takes some seconds; a cut costs at most one.
export const CHUNK_BYTES = 128 * 1024;
// Unknown, gone, or thrown away because the sum of its bytes was wrong (460): it begins anew.
const FORGOTTEN = [404, 410, 460];
const VERSION = { 'Tus-Resumable': '1.0.0', 'X-Diaban': '1' };

export interface Upload {
  photo: string;
  visit: string;
  sha: string;
  bytes: ArrayBuffer;
}
/**
 * How an upload ended: all of it is there; the office refused it for good; no report of this person names it yet; an
 * answer came that helps not now; or the line is dead, for others too.
 */
export type UploadEnd = 'complete' | 'refused' | 'unnamed' | 'fault' | 'cut';

interface Place {
  url: string | null;
  /** Told of the place where the upload can be resumed, so that it is kept. */
  moved(url: string | null): Promise<void>;
  /** Told how many bytes the office has. */
  came(bytes: number): void;
}

/** Uploads from where it stopped before. Sends at most one chunk again. */
export async function uploadTo(ports: Ports, upload: Upload, place: Place): Promise<UploadEnd> {
  try {
    let offset = place.url ? await offsetOf(ports, place.url) : null;
    let { url } = place;
    if (offset === null || !url) {
      const made = await create(ports, upload);
      if (typeof made === 'string') return made;
      ({ url, offset } = made);
      await place.moved(url);
    }
    return await chunks(ports, { url, offset, bytes: upload.bytes }, place);
  } catch (error) {
    if (error instanceof SessionError) return 'fault';
    // A TypeError is how fetch says that there is no network; the other that it was given up.
    if (error instanceof TypeError || error instanceof DOMException) return 'cut';
    throw error;
  }
}

function asked(ports: Ports, url: string, init: RequestInit): Promise<Response> {
  const stop = new AbortController();
  const line = ports.fetch(url, { ...init, cache: 'no-store', signal: stop.signal });
  return inTime(ports, SILENCE_MS_MAX, line, stop);
}

async function create(ports: Ports, { photo, visit, sha, bytes }: Upload): Promise<UploadEnd | { url: string; offset: number }> {
  const metadata = [`photo ${btoa(photo)}`, `visit ${btoa(visit)}`, `sha256 ${btoa(sha)}`].join(',');
  const headers = { ...VERSION, 'Upload-Length': String(bytes.byteLength), 'Upload-Metadata': metadata };
  const response = await asked(ports, '/api/files', { method: 'POST', headers });
  const url = response.headers.get('Location');
  // An upload that was begun before goes on where it stopped.
  if (response.status === 201 && url) return { url, offset: Number(response.headers.get('Upload-Offset') ?? 0) };
  if (response.status === 409) return 'complete';
  if (response.status === 404) return 'unnamed';
  return isFinal(response.status) ? 'refused' : notNow();
}

/** Whether trying again cannot help: too large, or not a picture that the office can read. */
function isFinal(status: number): boolean {
  return status === 413 || status === 415 || status === 422;
}

function notNow(): never {
  throw new SessionError('offline');
}

/** How many bytes the office has; null when it knows of no such upload. */
async function offsetOf(ports: Ports, url: string): Promise<number | null> {
  const response = await asked(ports, url, { method: 'HEAD', headers: VERSION });
  if (FORGOTTEN.includes(response.status)) return null;
  const offset = response.headers.get('Upload-Offset');
  return response.ok && offset !== null ? Number(offset) : notNow();
}

async function chunks(ports: Ports, to: { url: string; offset: number; bytes: ArrayBuffer }, place: Place): Promise<UploadEnd> {
  let { offset } = to;
  place.came(offset);
  while (offset < to.bytes.byteLength) {
    const body = to.bytes.slice(offset, offset + CHUNK_BYTES);
    const headers = { ...VERSION, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    const response = await asked(ports, to.url, { method: 'PATCH', headers, body });
    if (FORGOTTEN.includes(response.status)) return again(place);
    if (isFinal(response.status)) return 'refused';
    offset = await nextOffset(ports, response, to.url);
    place.came(offset);
  }
  return 'complete';
}

async function nextOffset(ports: Ports, response: Response, url: string): Promise<number> {
  const said = response.headers.get('Upload-Offset');
  if (response.ok && said !== null) return Number(said);
  if (response.status !== 409) notNow();
  return (await offsetOf(ports, url)) ?? notNow();
}

/** The office has forgotten the upload: it begins anew at the next try. */
async function again(place: Place): Promise<UploadEnd> {
  await place.moved(null);
  return 'fault';
}

