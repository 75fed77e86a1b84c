import type { Bits } from '../../../src/media/picture/bits.ts';
import { pixelsOf } from './pixels.ts';

/** How far a sum of fair coins, each 1 or -1, is from what is expected, in standard deviations. */
export interface Tally {
  sum: number;
  count: number;
}

/** A tally of nothing yet. */
export function newTally(): Tally {
  return { sum: 0, count: 0 };
}

/** The distance of a tally from 0 in standard deviations. */
export function deviations({ sum, count }: Tally): number {
  return sum / Math.sqrt(count);
}

/** Pixels as 1 and -1, so that the product of two says whether they are alike. */
export function signsOf(bits: Bits): Int8Array {
  return Int8Array.from(pixelsOf(bits), (pixel) => 2 * pixel - 1);
}

/**
 * Where in a picture of letters a pixel lies: inside of letters (0), in the ground (1), or within
 * `reachPx` of an outline (2).
 */
export function zonesOf(letters: Bits, reachPx: number): Uint8Array {
  const { widthPx, heightPx } = letters;
  const inside = pixelsOf(letters);
  return Uint8Array.from(inside, (pixel, index) => {
    const [x, y] = [index % widthPx, Math.floor(index / widthPx)];
    for (let dy = -reachPx; dy <= reachPx; dy++) {
      for (let dx = -reachPx; dx <= reachPx; dx++) {
        const [column, row] = [x + dx, y + dy];
        const isIn = column >= 0 && column < widthPx && row >= 0 && row < heightPx;
        if (isIn && inside[row * widthPx + column] !== pixel) return 2;
      }
    }
    return 1 - pixel;
  });
}

/** Adds to a tally for each zone how alike two fields are, the second one moved by (dx, dy). */
export function addAgreement(
  tallies: readonly Tally[],
  zones: Uint8Array,
  one: Int8Array,
  other: Int8Array,
  widthPx: number,
  dx: number,
  dy: number,
): void {
  const heightPx = one.length / widthPx;
  for (let y = Math.max(0, dy); y < heightPx + Math.min(0, dy); y++) {
    for (let x = Math.max(0, dx); x < widthPx + Math.min(0, dx); x++) {
      const index = y * widthPx + x;
      const tally = tallies[zones[index] as number] as Tally;
      tally.sum += (one[index] as number) * (other[index - dy * widthPx - dx] as number);
      tally.count++;
    }
  }
}
