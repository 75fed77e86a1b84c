import { crc32 } from 'node:zlib';
import type { Bits } from './picture/bits.ts';

/** The colours of a picture of two, as 0xRRGGBB. */
export interface Palette {
  /** Of the pixels that are 0. */
  readonly paper: number;
  /** Of the pixels that are 1. */
  readonly ink: number;
}

/** Length and type before the content of a chunk, checksum after it. */
export const CHUNK_FRAME = 12;

/** Where the chunks after signature, IHDR and PLTE begin. */
export const HEAD_BYTES = 8 + 25 + 18;

/** Two bytes of zlib header and five of a stored block's before the pixels, Adler-32 after them. */
const STORED_FRAME = 11;

/** A stored block of deflate (RFC 1951) has a length of 16 bits: enough for 600 × 240 px. */
const MOST_STORED = 0xffff;

/** Writes the signature, IHDR and PLTE of indexed colour at one bit a pixel: HEAD_BYTES. */
export function putHead(
  file: Uint8Array,
  widthPx: number,
  heightPx: number,
  palette: Palette,
): void {
  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  openChunk(file, 8, 'IHDR', 13);
  putWord(file, 16, widthPx);
  putWord(file, 20, heightPx);
  file[24] = 1; // bit depth
  file[25] = 3; // indexed colour
  closeChunk(file, 8, 13);
  openChunk(file, 33, 'PLTE', 6);
  putColour(file, 41, palette.paper);
  putColour(file, 44, palette.ink);
  closeChunk(file, 33, 6);
}

/** Writes the IEND that closes a file: CHUNK_FRAME bytes. */
export function putEnd(file: Uint8Array, at: number): void {
  openChunk(file, at, 'IEND', 0);
  closeChunk(file, at, 0);
}

/**
 * How long the zlib stream of a picture is that is stored without compression. Throws a RangeError if
 * it is too large for one block.
 */
export function storedBytes(widthPx: number, heightPx: number): number {
  const rawBytes = heightPx * (1 + Math.ceil(widthPx / 8));
  if (rawBytes > MOST_STORED) throw new RangeError('a picture has at most 65,535 bytes of pixels');
  return rawBytes + STORED_FRAME;
}

/** Writes the rows of a picture, without filter, as such a stream. */
export function putStored(file: Uint8Array, zlibAt: number, bits: Bits): void {
  const { widthPx, heightPx, stride, words } = bits;
  const rowBytes = Math.ceil(widthPx / 8);
  const rawBytes = heightPx * (1 + rowBytes);
  file[zlibAt] = 0x78;
  file[zlibAt + 1] = 0x01;
  file[zlibAt + 2] = 1; // the last block, stored
  file[zlibAt + 3] = rawBytes & 255;
  file[zlibAt + 4] = rawBytes >> 8;
  file[zlibAt + 5] = ~rawBytes & 255;
  file[zlibAt + 6] = (~rawBytes >> 8) & 255;
  const rawAt = zlibAt + 7;
  for (let y = 0; y < heightPx; y++) {
    // Each row begins with its filter, 0: none.
    let at = rawAt + y * (1 + rowBytes) + 1;
    const end = at + rowBytes;
    let index = y * stride;
    for (; at + 4 <= end; index++, at += 4) putWord(file, at, words[index] as number);
    if (at < end) {
      const last = words[index] as number;
      for (let shift = 24; at < end; at++, shift -= 8) file[at] = last >>> shift;
    }
  }
  putWord(file, rawAt + rawBytes, adler32(file, rawAt, rawAt + rawBytes));
}

/** Writes the length and type of a chunk, 8 bytes; the content follows. */
export function openChunk(file: Uint8Array, at: number, type: string, length: number): void {
  putWord(file, at, length);
  for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
}

/** Writes the checksum of a chunk whose content is there. */
export function closeChunk(file: Uint8Array, at: number, length: number): void {
  putWord(file, at + 8 + length, crc32(file.subarray(at + 4, at + 8 + length)));
}

/** Writes 32 bits, the highest first. */
export function putWord(file: Uint8Array, at: number, word: number): void {
  file[at] = word >>> 24;
  file[at + 1] = word >>> 16;
  file[at + 2] = word >>> 8;
  file[at + 3] = word;
}

function putColour(file: Uint8Array, at: number, colour: number): void {
  file[at] = colour >> 16;
  file[at + 1] = colour >> 8;
  file[at + 2] = colour;
}

const ADLER_MODULUS = 65_521;
/** So many bytes can be added before the second sum outgrows 32 bits (RFC 1950, as zlib does it). */
const ADLER_RUN = 3854;

function adler32(bytes: Uint8Array, from: number, to: number): number {
  let a = 1;
  let b = 0;
  for (let at = from; at < to; ) {
    const end = Math.min(to, at + ADLER_RUN);
    for (; at < end; at++) {
      a += bytes[at] as number;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return b * 65_536 + a;
}
