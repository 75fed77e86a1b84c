import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodeApng } from '../../../../src/media/motion/apng.ts';
import { type Bits, createBits } from '../../../../src/media/picture/bits.ts';
import { chunksOf, framesOf } from '../../../support/media/animation.ts';
import { pixelsOf, randomOf } from '../../../support/media/pixels.ts';

const palette = { paper: 0xfaf7f0, ink: 0x01fe80 };

function picture(widthPx: number, heightPx: number, seed: number): Bits {
  const bits = createBits(widthPx, heightPx);
  randomOf(seed).fill(new Uint8Array(bits.words.buffer));
  return bits;
}

const frames = [1, 2, 3].map((seed) => picture(243, 17, seed));
const file = encodeApng(frames, palette, 40);

describe('an animated PNG', () => {
  it('has the chunks of one, numbered in their order, and nothing else', () => {
    const chunks = chunksOf(file);
    expect(chunks.map(({ type }) => type)).toEqual([
      'IHDR',
      'PLTE',
      'acTL',
      'fcTL',
      'IDAT',
      'fcTL',
      'fdAT',
      'fcTL',
      'fdAT',
      'IEND',
    ]);
    const numbered = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
    expect(numbered.map(({ content }) => content.readUInt32BE(0))).toEqual([0, 1, 2, 3, 4]);
  });

  it('plays its frames for ever', () => {
    const control = chunksOf(file).find(({ type }) => type === 'acTL')?.content;
    expect([control?.readUInt32BE(0), control?.readUInt32BE(4)]).toEqual([3, 0]);
  });

  it('shows each frame whole, in place of the last one, for the time asked for', () => {
    for (const { content } of chunksOf(file).filter(({ type }) => type === 'fcTL')) {
      const numbers = [4, 8, 12, 16].map((at) => content.readUInt32BE(at));
      expect(numbers).toEqual([243, 17, 0, 0]);
      expect(content.readUInt16BE(20) / content.readUInt16BE(22)).toBe(0.04);
      // Dispose none, blend source.
      expect([content[24], content[25]]).toEqual([0, 0]);
    }
  });

  it('is of indexed colour, one bit a pixel, not interlaced', () => {
    const header = chunksOf(file)[0]?.content;
    expect([...(header ?? [])]).toEqual([0, 0, 0, 243, 0, 0, 0, 17, 1, 3, 0, 0, 0]);
  });

  it('holds the pixels of its frames, in rows without filter', () => {
    expect(framesOf(file, 243)).toEqual(frames.map(pixelsOf));
  });

  it('is its first frame to a program that knows no animations', () => {
    const { data } = PNG.sync.read(Buffer.from(file));
    const expected = Array.from(pixelsOf(frames[0] as Bits), (p) =>
      p ? palette.ink : palette.paper,
    );
    expect(expected.map((_, index) => data.readUInt32BE(4 * index) >>> 8)).toEqual(expected);
  });

  it('is refused without a frame, and with one too large to store', () => {
    expect(() => encodeApng([], palette, 40)).toThrow(RangeError);
    expect(() => encodeApng([createBits(8 * 255, 256)], palette, 40)).toThrow(RangeError);
  });
});
