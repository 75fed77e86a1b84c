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

/** The finest lattice lies under blots: 602 × 242 px at 4 px a step are 155 × 65 = 10,075 points. */
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

/** The noise at every pixel of a picture, row by row, `stepPx` pixels to a lattice step. */
export function renderNoise(
  noise: Noise,
  widthPx: number,
  heightPx: number,
  stepPx: number,
): Float32Array {
  const field = new Float32Array(widthPx * heightPx);
  const { columns, values } = noise;
  const weights = new Float64Array(widthPx * SUPPORT);
  for (let x = 0; x < widthPx; x++) {
    weights.set(splineWeights(x / stepPx - Math.floor(x / stepPx)), x * SUPPORT);
  }
  // Across and down are independent, so each picture row first becomes one row of spline values.
  const line = new Float64Array(columns);
  for (let y = 0; y < heightPx; y++) {
    const top = Math.floor(y / stepPx);
    const [a, b, c, d] = splineWeights(y / stepPx - top);
    let index = top * columns;
    for (let i = 0; i < columns; i++, index++) {
      line[i] =
        a * (values[index] as number) +
        b * (values[index + columns] as number) +
        c * (values[index + 2 * columns] as number) +
        d * (values[index + 3 * columns] as number);
    }
    const start = y * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const left = Math.floor(x / stepPx);
      const at = x * SUPPORT;
      field[start + x] =
        (weights[at] as number) * (line[left] as number) +
        (weights[at + 1] as number) * (line[left + 1] as number) +
        (weights[at + 2] as number) * (line[left + 2] as number) +
        (weights[at + 3] as number) * (line[left + 3] as number);
    }
  }
  return field;
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
