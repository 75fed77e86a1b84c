import { createSeededRandom, type Random } from '../../../src/base/random.ts';
import { type Bits, bitAt } from '../../../src/media/picture/bits.ts';

/** 32 bytes that stand for a number. The last one is it, too: epochs take turns by its lowest bit. */
export function seedOf(number: number): Uint8Array {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, number);
  seed[31] = number;
  return seed;
}

/** A source of choices that stands for a number. */
export function randomOf(number: number): Random {
  return createSeededRandom(seedOf(number));
}

/** One byte a pixel, row by row, without what lies beyond the width. */
export function pixelsOf(bits: Bits): Uint8Array {
  const { widthPx, heightPx } = bits;
  const pixels = new Uint8Array(widthPx * heightPx);
  for (let y = 0, index = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, index++) pixels[index] = bitAt(bits, x, y);
  }
  return pixels;
}

/** How many pixels are one. */
export function inkPx(bits: Bits): number {
  let sum = 0;
  for (const pixel of pixelsOf(bits)) sum += pixel;
  return sum;
}

/** How often each pixel is one, row by row, in so many pictures that this draws. */
export function inkCounts(pictures: number, draw: (random: Random) => Bits): Uint32Array {
  const counts = new Uint32Array(pixelsOf(draw(randomOf(0))).length);
  for (let seed = 0; seed < pictures; seed++) {
    for (const [index, pixel] of pixelsOf(draw(randomOf(seed))).entries()) {
      counts[index] = (counts[index] as number) + pixel;
    }
  }
  return counts;
}

/** How many pixels differ from a model, which is undefined where rounding decides. */
export function differencesPx(bits: Bits, model: ArrayLike<number | undefined>): number {
  return pixelsOf(bits).filter((pixel, index) => pixel !== (model[index] ?? pixel)).length;
}
