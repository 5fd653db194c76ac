// Makes a photo small: at most 300 KB, its long side at most 2000 px, and nothing of the camera's notes (EXIF) left.
// Knows no store. Refuses what is no picture, or too large to be opened safely, with a code.

// A phone of the field opens a picture of this many bytes; more is a film or a mistake.
const FILE_BYTES_MAX = 50_000_000;
// Opening takes four bytes a pixel: beyond this an old phone's browser dies.
const PIXELS_MAX = 100_000_000;
export const PHOTO_BYTES_MAX = 300_000;
const SIDES = [2000, 1600, 1280, 1024, 800];
const QUALITIES = [0.8, 0.65, 0.5];

export type PhotoFault = 'no_picture' | 'file_too_large' | 'too_many_pixels' | 'too_many_photos' | 'no_room';

/** The photo cannot be taken; `code` names the sentence that says why. The report goes without it. */
export class PhotoRefused extends Error {
  readonly code: PhotoFault;
  constructor(code: PhotoFault) {
    super(code);
    this.code = code;
  }
}

export interface SmallPhoto {
  bytes: ArrayBuffer;
  width: number;
  height: number;
}

/** The photo as it will be kept and sent: a JPEG. Throws PhotoRefused. */
export async function shrink(file: Blob): Promise<SmallPhoto> {
  if (file.size > FILE_BYTES_MAX) throw new PhotoRefused('file_too_large');
  const size = pixelSize(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (size && size.width * size.height > PIXELS_MAX) throw new PhotoRefused('too_many_pixels');
  const bitmap = await opened(file);
  try {
    if (bitmap.width * bitmap.height > PIXELS_MAX) throw new PhotoRefused('too_many_pixels');
    return await smallest(bitmap);
  } finally {
    bitmap.close();
  }
}

/** Turned as it was held. Older Safari does that by itself, and does not know the option. */
function opened(file: Blob): Promise<ImageBitmap> {
  const plain = (): Promise<ImageBitmap> => createImageBitmap(file);
  return createImageBitmap(file, { imageOrientation: 'from-image' }).catch(plain).catch(() => {
    throw new PhotoRefused('no_picture');
  });
}

async function smallest(bitmap: ImageBitmap): Promise<SmallPhoto> {
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
    for (const quality of QUALITIES) {
      const blob = await drawn(bitmap, { width, height, quality });
      if (blob.size <= PHOTO_BYTES_MAX) return { bytes: await blob.arrayBuffer(), width, height };
    }
  }
  throw new PhotoRefused('no_picture');
}

interface Wanted {
  width: number;
  height: number;
  quality: number;
}

/** Drawing keeps the pixels alone: place and time notes stay behind. */
async function drawn(bitmap: ImageBitmap, wanted: Wanted): Promise<Blob> {
  const { width, height, quality } = wanted;
  if (typeof OffscreenCanvas === 'undefined') return drawnOnPage(bitmap, wanted);
  const canvas = new OffscreenCanvas(width, height);
  paint(canvas.getContext('2d'), bitmap, wanted);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

function drawnOnPage(bitmap: ImageBitmap, wanted: Wanted): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = wanted.width;
  canvas.height = wanted.height;
  paint(canvas.getContext('2d'), bitmap, wanted);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new PhotoRefused('no_room'))), 'image/jpeg', wanted.quality);
  });
}

function paint(context: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D | null, bitmap: ImageBitmap, { width, height }: Wanted): void {
  if (!context) throw new PhotoRefused('no_room');
  context.fillStyle = 'white'; // what was transparent would be black in a JPEG
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
}

// Enough to meet the size in a JPEG behind a large preview.
const HEADER_BYTES = 262_144;

/** Width and height as the file's head says, before anything is opened; null when it is none of the usual kinds. */
export function pixelSize(head: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length >= 24 && view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (head.length >= 10 && view.getUint32(0) === 0x47494638) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (head.length >= 4 && view.getUint16(0) === 0xffd8) return jpegSize(view);
  return head.length >= 30 && view.getUint32(8) === 0x57454250 ? webpSize(view) : null;
}

function jpegSize(view: DataView): { width: number; height: number } | null {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view: DataView): { width: number; height: number } | null {
  const chunk = view.getUint32(12);
  if (chunk === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (chunk === 0x56503820) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk !== 0x5650384c) return null;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}
