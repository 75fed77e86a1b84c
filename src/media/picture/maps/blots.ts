import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';

/** Smooth noise cut at zero. */
export interface Blots {
  readonly map: 'blots';
  /** The lattice of the noise in heights of a capital. */
  readonly step: number;
  /** How much wider than tall blots are: 1 is round. */
  readonly aspect: number;
  /**
   * How many lattice points break the regular change of ink and paper, as a share. At 0 the blots are
   * a bent chequerboard; at 0.5 they are white noise, which clots and leaves letters bare.
   */
  readonly disorder: number;
}

/** Marks the outlines of blots: the zeros of a quadratic B-spline surface over a random lattice. */
export function markBlots(bits: Bits, style: Blots, capitalPx: number, random: Random): void {
  const stepX = Math.max(4, style.step * style.aspect * capitalPx);
  const stepY = Math.max(4, (style.step * capitalPx) / style.aspect);
  const columns = Math.ceil(bits.widthPx / stepX) + 4;
  const rows = Math.ceil(bits.heightPx / stepY) + 4;
  const chance = new Uint8Array(columns * rows + 2);
  random.fill(chance);
  const values = new Float64Array(columns * rows);
  const breaks = Math.round(256 * style.disorder);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      const byte = chance[index] as number;
      // The low bits say how strong, the whole byte whether the order is broken.
      const size = 0.35 + (byte & 15) / 16;
      const odd = ((row + column) & 1) === 1;
      values[index] = odd === byte >= breaks ? size : -size;
    }
  }
  // The lattice begins anywhere: knots at the same places in all pictures would be a ruler for solvers.
  const left = -stepX * (1 + (chance[columns * rows] as number) / 256);
  const top = -stepY * (1 + (chance[columns * rows + 1] as number) / 256);
  scan(bits, subdivide(values, columns, rows), 2 * columns - 2, left, top, stepX / 2, stepY / 2);
}

/**
 * One step of Doo and Sabin's subdivision in both directions: twice as many points of the same
 * quadratic B-spline surface. Outlines made of the pieces between them look smooth.
 */
function subdivide(values: Float64Array, columns: number, rows: number): Float64Array {
  const wide = 2 * columns - 2;
  const across = new Float64Array(wide * rows);
  for (let row = 0, from = 0, to = 0; row < rows; row++, from++) {
    for (let column = 0; column + 1 < columns; column++, from++, to += 2) {
      const a = values[from] as number;
      const b = values[from + 1] as number;
      across[to] = 0.75 * a + 0.25 * b;
      across[to + 1] = 0.25 * a + 0.75 * b;
    }
  }
  const result = new Float64Array(wide * (2 * rows - 2));
  for (let row = 0; row + 1 < rows; row++) {
    const from = row * wide;
    const to = 2 * row * wide;
    for (let column = 0; column < wide; column++) {
      const a = across[from + column] as number;
      const b = across[from + wide + column] as number;
      result[to + column] = 0.75 * a + 0.25 * b;
      result[to + wide + column] = 0.25 * a + 0.75 * b;
    }
  }
  return result;
}

/** Values become whole numbers in these steps: small enough to place an edge, and quick to add. */
const UNIT = 2 ** 16;

/**
 * Marks the zeros of a field between its points, row by row: each row of pixels adds to the values
 * above it what the field gains from one row to the next. The first column lies left of the picture,
 * so that its sign begins the row.
 */
function scan(
  bits: Bits,
  field: Float64Array,
  columns: number,
  left: number,
  top: number,
  stepX: number,
  stepY: number,
): void {
  const values = new Int32Array(columns);
  const gains = new Int32Array(columns);
  let row = -1;
  for (let y = 0; y < bits.heightPx; y++) {
    const at = Math.floor((y - top) / stepY);
    if (at !== row) {
      row = at;
      // As if the row above had been in this cell, because the loop below adds a gain first.
      const t = (y - 1 - top) / stepY - row;
      for (let i = 0, index = row * columns; i < columns; i++, index++) {
        const from = field[index] as number;
        const rise = (field[index + columns] as number) - from;
        values[i] = UNIT * (from + rise * t);
        gains[i] = (UNIT * rise) / stepY;
      }
    }
    let before = (values[0] as number) + (gains[0] as number);
    values[0] = before;
    if (before < 0) toggle(bits, 0, y);
    for (let i = 1; i < columns; i++) {
      const value = (values[i] as number) + (gains[i] as number);
      values[i] = value;
      if ((value ^ before) < 0) {
        toggle(bits, Math.ceil(left + (i - 1 + before / (before - value)) * stepX), y);
      }
      before = value;
    }
  }
}
