import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bits,
  bitAt,
  createBits,
  fill,
  toggle,
  xorRow,
} from '../../../../src/media/picture/bits.ts';
import { pixelsOf } from '../../../support/media/pixels.ts';

// Widths around the seams of words, and heights that catch a row that reaches into the next.
const widths = fc.constantFrom(1, 7, 31, 32, 33, 63, 64, 65, 100, 240, 301);
const heights = fc.integer({ min: 1, max: 4 });

/** A picture of any pixels, its seam bits included. */
function picture(widthPx: number, heightPx: number) {
  const { stride } = createBits(widthPx, heightPx);
  const length = stride * heightPx;
  return fc
    .uint32Array({ minLength: length, maxLength: length })
    .map((words): Bits => ({ widthPx, heightPx, stride, words }));
}

describe('a new picture', () => {
  it('has the size asked for and no ink', () => {
    fc.assert(
      fc.property(widths, heights, (widthPx, heightPx) => {
        const bits = createBits(widthPx, heightPx);
        expect([bits.widthPx, bits.heightPx]).toEqual([widthPx, heightPx]);
        expect([...pixelsOf(bits)]).toEqual(Array(widthPx * heightPx).fill(0));
        expect(bits.words.length).toBe(Math.ceil(widthPx / 32) * heightPx);
      }),
    );
  });
});

describe('a pixel', () => {
  it('is one bit, the leftmost the highest of the first word', () => {
    const bits = createBits(70, 2);
    bits.words.set([0x8000_0001, 0, 0, 0, 0x4000_0000, 0]);
    const ones = [...pixelsOf(bits).keys()].filter((index) => pixelsOf(bits)[index] === 1);
    expect(ones).toEqual([0, 31, 70 + 33]);
    expect([bitAt(bits, 33, 1), bitAt(bits, 34, 1)]).toEqual([1, 0]);
  });
});

describe('edges', () => {
  it('turn, once filled, everything from their column to the end of their row', () => {
    const edges = fc.array(fc.tuple(fc.integer({ min: -70, max: 370 }), fc.nat(3)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(widths, edges, (widthPx, edges) => {
        const bits = createBits(widthPx, 4);
        const expected = new Uint8Array(widthPx * 4);
        for (const [x, y] of edges) {
          toggle(bits, x, y);
          for (let column = Math.max(0, x); column < widthPx; column++) {
            expected[y * widthPx + column] = 1 - (expected[y * widthPx + column] as number);
          }
        }
        fill(bits);
        expect(pixelsOf(bits)).toEqual(expected);
      }),
    );
  });

  it('turn at every column, and nothing in front of it', () => {
    for (let x = 0; x < 130; x++) {
      const bits = createBits(130, 3);
      toggle(bits, x, 1);
      fill(bits);
      const expected = Array.from({ length: 390 }, (_, at) => (at >= 130 + x && at < 260 ? 1 : 0));
      expect([...pixelsOf(bits)]).toEqual(expected);
    }
  });

  it('right of the picture mark nothing, not even in the next row', () => {
    for (const widthPx of [31, 32, 33, 64, 300]) {
      const bits = createBits(widthPx, 2);
      for (let x = widthPx; x < widthPx + 70; x++) toggle(bits, x, 0);
      expect([...bits.words]).toEqual(Array(bits.words.length).fill(0));
    }
  });

  it('that lie in one place take each other away', () => {
    const bits = createBits(64, 1);
    for (const x of [40, -3, 40, 0]) toggle(bits, x, 0);
    fill(bits);
    expect([...bits.words]).toEqual([0, 0]);
  });
});

describe('a row of a mask', () => {
  /** The same, one pixel at a time. */
  function xorRowSlowly(bits: Bits, y: number, left: number, mask: Bits, row: number): Uint8Array {
    const pixels = pixelsOf(bits);
    for (let x = 0; x < bits.widthPx; x++) {
      const from = x - left;
      if (from < 0 || from >= 32 * mask.stride) continue;
      const at = y * bits.widthPx + x;
      pixels[at] = (pixels[at] as number) ^ bitAt(mask, from, row);
    }
    return pixels;
  }

  const cases = fc.tuple(widths, widths).chain(([widthPx, maskPx]) =>
    fc.record({
      bits: picture(widthPx, 3),
      mask: picture(maskPx, 2),
      y: fc.nat(2),
      row: fc.nat(1),
      left: fc.integer({ min: -400, max: 400 }),
    }),
  );

  it('combines with the picture like its pixels one by one, wherever it lies', () => {
    fc.assert(
      fc.property(cases, ({ bits, mask, y, row, left }) => {
        const expected = xorRowSlowly(bits, y, left, mask, row);
        xorRow(bits, y, left, mask.words, row * mask.stride, mask.stride);
        expect(pixelsOf(bits)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('does so at every shift, from too far left to too far right', () => {
    const [start] = fc.sample(fc.tuple(picture(70, 3), picture(40, 2)), { numRuns: 1, seed: 1 });
    const [bits, mask] = start as [Bits, Bits];
    for (let left = -140; left <= 140; left++) {
      const copy = { ...bits, words: bits.words.slice() };
      const expected = xorRowSlowly(copy, 1, left, mask, 1);
      xorRow(copy, 1, left, mask.words, mask.stride, mask.stride);
      expect(pixelsOf(copy), `${left}`).toEqual(expected);
    }
  });

  it('touches no other row of the picture, not even beyond its width', () => {
    fc.assert(
      fc.property(cases, ({ bits, mask, y, row, left }) => {
        const others = (words: Uint32Array) =>
          [...words].filter((_, index) => Math.floor(index / bits.stride) !== y);
        const before = others(bits.words);
        xorRow(bits, y, left, mask.words, row * mask.stride, mask.stride);
        expect(others(bits.words)).toEqual(before);
      }),
    );
  });

  it('put there twice leaves the picture as it was', () => {
    fc.assert(
      fc.property(cases, ({ bits, mask, y, row, left }) => {
        const before = bits.words.slice();
        xorRow(bits, y, left, mask.words, row * mask.stride, mask.stride);
        xorRow(bits, y, left, mask.words, row * mask.stride, mask.stride);
        expect(bits.words).toEqual(before);
      }),
    );
  });
});
