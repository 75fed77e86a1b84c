import { crc32 } from 'node:zlib';
import type { Bits } from './bits.ts';

/** The colours of a picture of two, as 0xRRGGBB. */
export interface Palette {
  /** Of the pixels that are 0. */
  readonly paper: number;
  /** Of the pixels that are 1. */
  readonly ink: number;
}

// All chunks have a fixed length but the last data: signature, IHDR, PLTE, IDAT, IEND.
const HEADER_AT = 8;
const PALETTE_AT = HEADER_AT + 25;
const DATA_AT = PALETTE_AT + 18;
/** Length and type before, checksum after. */
const CHUNK_FRAME = 12;
/** Two bytes of zlib header and five of a stored block's before the pixels, Adler-32 after them. */
const STORED_FRAME = 11;
const END_BYTES = CHUNK_FRAME;

/** A stored block of deflate (RFC 1951) has a length of 16 bits: enough for 600 × 240 px. */
const MOST_STORED = 0xffff;

/**
 * The picture as a PNG file (W3C PNG, third edition): indexed colour at one bit a pixel, stored in one
 * deflate block without compression. `docs/benchmarks.md` has the measurement: compression halves the
 * bytes and takes longer than drawing and storing together. Throws a
 * RangeError if the picture is too large for that.
 */
export function encodePng(bits: Bits, palette: Palette): Uint8Array {
  const { widthPx, heightPx, stride, words } = bits;
  const rowBytes = Math.ceil(widthPx / 8);
  const rawBytes = heightPx * (1 + rowBytes);
  if (rawBytes > MOST_STORED) throw new RangeError('a picture has at most 65,535 bytes of pixels');
  const dataBytes = rawBytes + STORED_FRAME;
  const file = new Uint8Array(DATA_AT + CHUNK_FRAME + dataBytes + END_BYTES);

  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  openChunk(file, HEADER_AT, 'IHDR', 13);
  putWord(file, HEADER_AT + 8, widthPx);
  putWord(file, HEADER_AT + 12, heightPx);
  file[HEADER_AT + 16] = 1; // bit depth
  file[HEADER_AT + 17] = 3; // indexed colour
  closeChunk(file, HEADER_AT, 13);

  openChunk(file, PALETTE_AT, 'PLTE', 6);
  putColour(file, PALETTE_AT + 8, palette.paper);
  putColour(file, PALETTE_AT + 11, palette.ink);
  closeChunk(file, PALETTE_AT, 6);

  openChunk(file, DATA_AT, 'IDAT', dataBytes);
  const zlibAt = DATA_AT + 8;
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
    for (let index = y * stride; at + 4 <= end; index++, at += 4) {
      putWord(file, at, words[index] as number);
    }
    if (at < end) {
      const last = words[(y + 1) * stride - 1] as number;
      for (let shift = 24; at < end; at++, shift -= 8) file[at] = last >>> shift;
    }
  }
  putWord(file, rawAt + rawBytes, adler32(file, rawAt, rawAt + rawBytes));
  closeChunk(file, DATA_AT, dataBytes);

  const endAt = file.length - END_BYTES;
  openChunk(file, endAt, 'IEND', 0);
  closeChunk(file, endAt, 0);
  return file;
}

function openChunk(file: Uint8Array, at: number, type: string, length: number): void {
  putWord(file, at, length);
  for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
}

function closeChunk(file: Uint8Array, at: number, length: number): void {
  putWord(file, at + 8 + length, crc32(file.subarray(at + 4, at + 8 + length)));
}

function putWord(file: Uint8Array, at: number, word: number): void {
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
