/**
 * One bit a pixel, 32 pixels a word, the leftmost in the highest bit: the order of a PNG's bytes, and
 * a whole word is combined in one step.
 */
export interface Bits {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Words in a row; pixels beyond the width are undefined. */
  readonly stride: number;
  readonly words: Uint32Array;
}

const WORD_BITS = 32;
const LEFTMOST = 0x8000_0000;

/** A picture of zeros. */
export function createBits(widthPx: number, heightPx: number): Bits {
  const stride = Math.ceil(widthPx / WORD_BITS);
  return { widthPx, heightPx, stride, words: new Uint32Array(stride * heightPx) };
}

/**
 * Marks an edge: everything from column `x` to the end of the row changes sides once {@link fill} has
 * run. Edges may come in any order and number; one left of the picture turns the whole row.
 */
export function toggle(bits: Bits, x: number, y: number): void {
  if (x >= bits.widthPx) return;
  const column = x < 0 ? 0 : x;
  const index = y * bits.stride + (column >>> 5);
  bits.words[index] = (bits.words[index] as number) ^ (LEFTMOST >>> (column & 31));
}

/** Turns marked edges into areas: each pixel becomes the parity of the edges up to it in its row. */
export function fill({ words, stride }: Bits): void {
  for (let start = 0; start < words.length; start += stride) {
    let carry = 0;
    for (let index = start; index < start + stride; index++) {
      // The parity of all bits to the left, in five doublings (Warren, Hacker's Delight, 5-2).
      let word = words[index] as number;
      word ^= word >>> 1;
      word ^= word >>> 2;
      word ^= word >>> 4;
      word ^= word >>> 8;
      word ^= word >>> 16;
      word ^= carry;
      words[index] = word;
      carry = -(word & 1);
    }
  }
}

/**
 * Combines one row of a mask with a row of the picture by exclusive or, `left` pixels from the left,
 * which may be negative or too far right. `from` is the index of the row's first word in `mask`.
 */
export function xorRow(
  bits: Bits,
  y: number,
  left: number,
  mask: Uint32Array,
  from: number,
  stride: number,
): void {
  const start = y * bits.stride;
  const shift = left & 31;
  let at = left >> 5;
  let rest = 0;
  for (let index = from; index < from + stride; index++, at++) {
    const word = mask[index] as number;
    if (at >= 0 && at < bits.stride) {
      bits.words[start + at] = (bits.words[start + at] as number) ^ rest ^ (word >>> shift);
    }
    rest = shift === 0 ? 0 : word << (WORD_BITS - shift);
  }
  if (rest !== 0 && at >= 0 && at < bits.stride) {
    bits.words[start + at] = (bits.words[start + at] as number) ^ rest;
  }
}

/** Whether a pixel is one. */
export function bitAt({ words, stride }: Bits, x: number, y: number): 0 | 1 {
  const word = words[y * stride + (x >>> 5)] as number;
  return ((word >>> (31 - (x & 31))) & 1) as 0 | 1;
}
