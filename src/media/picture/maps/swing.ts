import type { Random } from '../../../base/random.ts';

/**
 * How far something swings to the side in each of `rows` rows, at most `mostPx` columns either way: a
 * random way at a knot every `knotPx` rows, and from knot to knot as smoothly as 3t² - 2t³.
 */
export function drawSwing(
  rows: number,
  knotPx: number,
  mostPx: number,
  random: Random,
): Float64Array {
  const swing = new Float64Array(rows);
  let from = 0;
  let to = mostPx * (2 * random.float() - 1);
  for (let y = 0, knot = -1; y < rows; y++) {
    const at = Math.floor(y / knotPx);
    for (; knot < at; knot++) {
      from = to;
      to = mostPx * (2 * random.float() - 1);
    }
    const t = y / knotPx - at;
    swing[y] = from + (to - from) * t * t * (3 - 2 * t);
  }
  return swing;
}
