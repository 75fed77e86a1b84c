import {
  CHUNK_FRAME,
  closeChunk,
  HEAD_BYTES,
  openChunk,
  type Palette,
  putEnd,
  putHead,
  putStored,
  storedBytes,
} from '../png-parts.ts';
import type { Bits } from './bits.ts';

/**
 * The picture as a PNG file (W3C PNG, third edition): indexed colour at one bit a pixel, stored in one
 * deflate block without compression. `docs/benchmarks.md` has the measurement: compression halves the
 * bytes and takes longer than drawing and storing together. Throws a
 * RangeError if the picture is too large for that.
 */
export function encodePng(bits: Bits, palette: Palette): Uint8Array {
  const { widthPx, heightPx } = bits;
  const dataBytes = storedBytes(widthPx, heightPx);
  const file = new Uint8Array(HEAD_BYTES + CHUNK_FRAME + dataBytes + CHUNK_FRAME);
  putHead(file, widthPx, heightPx, palette);
  openChunk(file, HEAD_BYTES, 'IDAT', dataBytes);
  putStored(file, HEAD_BYTES + 8, bits);
  closeChunk(file, HEAD_BYTES, dataBytes);
  putEnd(file, file.length - CHUNK_FRAME);
  return file;
}
