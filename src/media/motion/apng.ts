import type { Bits } from '../picture/bits.ts';
import {
  CHUNK_FRAME,
  closeChunk,
  HEAD_BYTES,
  openChunk,
  type Palette,
  putEnd,
  putHead,
  putStored,
  putWord,
  storedBytes,
} from '../png-parts.ts';

const ANIMATION_BYTES = 8;
const CONTROL_BYTES = 26;
/** The number of a frame's data in the sequence, before its zlib stream. */
const NUMBER_BYTES = 4;

/**
 * Frames of one size as an animated PNG (W3C PNG, third edition) that loops for ever. A decoder may
 * rely on its form, which is the plainest there is:
 *
 * - IHDR, PLTE, acTL, then for each frame one fcTL and one chunk of data, IEND, and nothing else;
 * - indexed colour at one bit a pixel, two colours, not interlaced; no row has a filter;
 * - every frame covers the whole picture, replaces it (blend "source", dispose "none") and stays for
 *   `delayMs`; the first frame is the picture of a program that knows no animations (its data is the
 *   IDAT, that of the others fdAT);
 * - the data of a frame is one whole zlib stream, stored without compression: chance has none.
 *
 * Throws a RangeError if there is no frame or a frame is too large for one stored block.
 */
export function encodeApng(frames: readonly Bits[], palette: Palette, delayMs: number): Uint8Array {
  const [first] = frames;
  if (first === undefined) throw new RangeError('an animation has a frame');
  const { widthPx, heightPx } = first;
  const dataBytes = storedBytes(widthPx, heightPx);
  const frameBytes = 2 * CHUNK_FRAME + CONTROL_BYTES + NUMBER_BYTES + dataBytes;
  const file = new Uint8Array(
    HEAD_BYTES +
      2 * CHUNK_FRAME +
      ANIMATION_BYTES +
      frames.length * frameBytes -
      // The first frame's data has no number.
      NUMBER_BYTES,
  );
  putHead(file, widthPx, heightPx, palette);
  let at = HEAD_BYTES;
  openChunk(file, at, 'acTL', ANIMATION_BYTES);
  // How many frames; how often they are played, 0: for ever.
  putWord(file, at + 8, frames.length);
  closeChunk(file, at, ANIMATION_BYTES);
  at += CHUNK_FRAME + ANIMATION_BYTES;

  let number = 0;
  for (const [index, bits] of frames.entries()) {
    openChunk(file, at, 'fcTL', CONTROL_BYTES);
    putWord(file, at + 8, number++);
    putWord(file, at + 12, widthPx);
    putWord(file, at + 16, heightPx);
    // The offsets stay 0, and so do the ways to dispose and to blend: none and source.
    putWord(file, at + 28, delayMs * 65_536 + 1000);
    closeChunk(file, at, CONTROL_BYTES);
    at += CHUNK_FRAME + CONTROL_BYTES;

    const prefix = index === 0 ? 0 : NUMBER_BYTES;
    openChunk(file, at, index === 0 ? 'IDAT' : 'fdAT', prefix + dataBytes);
    if (index > 0) putWord(file, at + 8, number++);
    putStored(file, at + 8 + prefix, bits);
    closeChunk(file, at, prefix + dataBytes);
    at += CHUNK_FRAME + prefix + dataBytes;
  }
  putEnd(file, at);
  return file;
}
