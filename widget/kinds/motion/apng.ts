/** Frames of two colours, each as the packed rows of a PNG: 1 bit a pixel, the first in the highest. */
export interface Film {
  readonly width: number;
  readonly height: number;
  readonly delayMs: number;
  /** Colours of 0 and 1 as red, green, blue. */
  readonly colours: readonly (readonly [number, number, number])[];
  readonly frames: readonly Uint8Array[];
}

// The largest film that the service draws has far less: a file that says more is none of ours.
const MOST_PIXELS = 1_000_000;
const MOST_FRAMES = 600;

/**
 * Reads the animated PNG that the service writes: 1 bit a pixel, not interlaced, unfiltered, every
 * frame whole and of the same duration. Anything else rejects. An `<img>` would play it, too, but could
 * not be paused, and needs `img-src` in the page's policy. Every browser with form-associated elements
 * in its shadow trees' style sheets inflates streams, so there is no other way beside it.
 */
export async function readFilm(file: ArrayBuffer): Promise<Film> {
  const view = new DataView(file);
  if (view.getUint32(0) !== 0x89504e47) throw new Error('no PNG');
  let width = 0;
  let height = 0;
  let delayMs = 0;
  let colours: Film['colours'] = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  const packed: Uint8Array<ArrayBuffer>[][] = [];
  for (let at = 8; at + 12 <= file.byteLength; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const data = new Uint8Array(file, at + 8, length);
    if (type === IHDR) {
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
      const isOurs = data[8] === 1 && (data[9] === 0 || data[9] === 3) && data[12] === 0;
      if (!isOurs || width * height > MOST_PIXELS) throw new Error('no film of ours');
    } else if (type === PLTE) {
      colours = [0, 3].map((i) => [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0] as const);
    } else if (type === FCTL) {
      const unit = view.getUint16(at + 30) || 100;
      delayMs = (view.getUint16(at + 28) * 1_000) / unit;
      packed.push([]);
    } else if (type === IDAT) packed.at(-1)?.push(data);
    else if (type === FDAT) packed.at(-1)?.push(data.subarray(4));
    at += length + 12;
  }
  if (packed.length === 0 || packed.length > MOST_FRAMES) throw new Error('no frames');
  const rowBytes = Math.ceil(width / 8);
  const frames = await Promise.all(packed.map((parts) => unpack(parts, rowBytes, height)));
  return { width, height, delayMs: Math.max(10, delayMs), colours, frames };
}

const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const IDAT = 0x49444154;
const FCTL = 0x6663544c;
const FDAT = 0x66644154;

async function unpack(
  parts: readonly Uint8Array<ArrayBuffer>[],
  rowBytes: number,
  height: number,
): Promise<Uint8Array> {
  const stream = new Blob([...parts]).stream().pipeThrough(new DecompressionStream('deflate'));
  const raw = new Uint8Array(await new Response(stream).arrayBuffer());
  if (raw.length !== (rowBytes + 1) * height) throw new Error('no whole frame');
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const start = y * (rowBytes + 1);
    if (raw[start] !== 0) throw new Error('filtered');
    rows.set(raw.subarray(start + 1, start + 1 + rowBytes), y * rowBytes);
  }
  return rows;
}
