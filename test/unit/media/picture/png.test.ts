import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { type Bits, createBits } from '../../../../src/media/picture/bits.ts';
import { encodePng } from '../../../../src/media/picture/png.ts';
import { pixelsOf, randomOf } from '../../../support/media/pixels.ts';

const palette = { paper: 0xfaf7f0, ink: 0x01fe80 };

/** Pixels of chance; those beyond the width are of chance, too. */
function picture(widthPx: number, heightPx: number): Bits {
  const bits = createBits(widthPx, heightPx);
  randomOf(widthPx * heightPx).fill(new Uint8Array(bits.words.buffer));
  return bits;
}

/** The chunks of a file by name, their checksums compared. */
function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const content = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(content));
    chunks.set(content.toString('latin1', 0, 4), content.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

/** Compares a file, decoded by another program, with the picture it was made of. */
function expectSame(bits: Bits): void {
  const { widthPx, heightPx } = bits;
  const { width, height, data } = PNG.sync.read(Buffer.from(encodePng(bits, palette)));
  expect([width, height]).toEqual([widthPx, heightPx]);
  const colours = Array.from(pixelsOf(bits), (pixel) => (pixel ? palette.ink : palette.paper));
  const decoded = colours.map((_, index) => data.readUInt32BE(4 * index));
  expect(decoded).toEqual(colours.map((colour) => colour * 256 + 255));
}

describe('a PNG', () => {
  it('decodes to the pixels and colours of its picture, whatever its width', () => {
    for (let widthPx = 1; widthPx <= 70; widthPx++) expectSame(picture(widthPx, 3));
    for (const widthPx of [120, 239, 240, 241, 301, 599]) expectSame(picture(widthPx, 40));
  });

  it('decodes at the largest size that can be asked for, 600 × 240 px', () => {
    expectSame(picture(600, 240));
  });

  it('holds a signature and the chunks IHDR, PLTE, IDAT and IEND with correct checksums', () => {
    const file = Buffer.from(encodePng(picture(301, 99), palette));
    expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks = chunksOf(file);
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    // Width, height, 1 bit a pixel, indexed colour, deflate, adaptive filters, not interlaced.
    expect([...(chunks.get('IHDR') ?? [])]).toEqual([0, 0, 1, 45, 0, 0, 0, 99, 1, 3, 0, 0, 0]);
    expect(chunks.get('PLTE')?.toString('hex')).toBe('faf7f001fe80');
  });

  it('holds data that zlib accepts, Adler-32 included: rows without filter', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(sizes, ([widthPx, heightPx]) => {
        const file = Buffer.from(encodePng(picture(widthPx, heightPx), palette));
        const rows = inflateSync(chunksOf(file).get('IDAT') ?? Buffer.alloc(0));
        const rowBytes = 1 + Math.ceil(widthPx / 8);
        expect(rows.length).toBe(heightPx * rowBytes);
        for (let y = 0; y < heightPx; y++) expect(rows[y * rowBytes]).toBe(0);
      }),
    );
  });

  it('has the right Adler-32 where its sums are largest', () => {
    const bits = createBits(4096, 126);
    bits.words.fill(0xffff_ffff);
    const data = chunksOf(Buffer.from(encodePng(bits, palette))).get('IDAT') ?? Buffer.alloc(0);
    expect(inflateSync(data).length).toBe(126 * 513);
  });

  it('is as long for any pixels: less than 100 bytes longer than they are', () => {
    const bytes = (bits: Bits) => encodePng(bits, palette).length;
    expect(bytes(picture(240, 80))).toBe(bytes(createBits(240, 80)));
    expect(bytes(createBits(240, 80)) - 80 * 31).toBeLessThan(100);
  });

  it('is refused for more pixels than one stored block holds', () => {
    expect(encodePng(createBits(8 * 254, 257), palette).length).toBeGreaterThan(65_535);
    expect(() => encodePng(createBits(8 * 255, 256), palette)).toThrow(RangeError);
    expect(() => encodePng(createBits(1, 32_768), palette)).toThrow(RangeError);
  });
});
