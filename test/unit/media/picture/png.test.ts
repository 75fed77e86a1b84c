import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng } from '../../../../src/media/picture/png.ts';

const palette = [0xffffff, 0x102030, 0x00ff7f];

test('a PNG decodes to the colours of its bitmap, for even and odd widths', () => {
  for (const widthPx of [1, 2, 5, 8]) {
    const pixels = Uint8Array.from({ length: widthPx * 3 }, (_, index) => index % 3);
    const decoded = PNG.sync.read(
      Buffer.from(encodePng({ widthPx, heightPx: 3, palette, pixels })),
    );
    expect([decoded.width, decoded.height]).toEqual([widthPx, 3]);
    const colours = Array.from(pixels, (_, index) => decoded.data.readUInt32BE(4 * index) >>> 8);
    expect(colours).toEqual(Array.from(pixels, (index) => palette[index]));
  }
});

test('a PNG holds a signature and the chunks IHDR, PLTE, IDAT and IEND with correct checksums', () => {
  const bitmap = { widthPx: 4, heightPx: 2, palette, pixels: new Uint8Array(8) };
  const bytes = Buffer.from(encodePng(bitmap));
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const types: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    types.push(bytes.toString('latin1', at + 4, at + 8));
    const checksum = crc32(bytes.subarray(at + 4, at + 8 + length));
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(checksum);
    at += 12 + length;
  }
  expect(types).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  // Width, height, 4 bits a pixel, indexed colour, deflate, adaptive filters, not interlaced.
  expect([...bytes.subarray(16, 29)]).toEqual([0, 0, 0, 4, 0, 0, 0, 2, 4, 3, 0, 0, 0]);
});

test('a bitmap whose pixels or palette do not fit is refused', () => {
  const bitmap = { widthPx: 2, heightPx: 2, palette, pixels: new Uint8Array(4) };
  expect(() => encodePng({ ...bitmap, pixels: new Uint8Array(3) })).toThrow(RangeError);
  expect(() => encodePng({ ...bitmap, palette: [] })).toThrow(RangeError);
  expect(() => encodePng({ ...bitmap, palette: Array(17).fill(0) })).toThrow(RangeError);
});
