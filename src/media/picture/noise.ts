import type { Random } from '../../base/random.ts';

/**
 * Smooth noise: independent values on a lattice, joined by uniform cubic B-splines. It stays within
 * [-1, 1] and is made of sums and products alone, which IEEE 754 fixes to the last bit: every
 * processor sees the same field. One draw a lattice point, not one a pixel.
 */
export interface Noise {
  readonly columns: number;
  readonly rows: number;
  /** Row by row. */
  readonly values: Float64Array;
}

/** A cubic B-spline rests on four lattice points in each direction: one before, two after. */
const SUPPORT = 4;

/** Far more than a letter needs, which is about 6 × 6: a guard against an area that is no letter's. */
const MOST_POINTS = 10_075;

/** Noise that can be sampled from (0, 0) to (width, height), both measured in lattice steps. */
export function createNoise(random: Random, width: number, height: number): Noise {
  const columns = Math.ceil(width) + SUPPORT;
  const rows = Math.ceil(height) + SUPPORT;
  if (!(columns * rows <= MOST_POINTS)) throw new RangeError('noise is too fine for its area');
  const values = new Float64Array(columns * rows);
  for (let index = 0; index < values.length; index++) values[index] = 2 * random.float() - 1;
  return { columns, rows, values };
}

/** The noise at one point, in lattice steps. */
export function sampleNoise(noise: Noise, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const across = splineWeights(x - column);
  const down = splineWeights(y - row);
  let sum = 0;
  for (let j = 0; j < SUPPORT; j++) {
    const start = (row + j) * noise.columns + column;
    let line = 0;
    for (let i = 0; i < SUPPORT; i++) {
      line += (across[i] as number) * (noise.values[start + i] as number);
    }
    sum += (down[j] as number) * line;
  }
  return sum;
}

/** The weights of the four lattice points around a point that lies `t` of a step after the second. */
export function splineWeights(t: number): [number, number, number, number] {
  const s = 1 - t;
  return [
    (s * s * s) / 6,
    (3 * t * t * t - 6 * t * t + 4) / 6,
    (3 * s * s * s - 6 * s * s + 4) / 6,
    (t * t * t) / 6,
  ];
}
