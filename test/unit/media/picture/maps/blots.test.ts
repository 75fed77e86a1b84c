import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { type Blots, markBlots } from '../../../../../src/media/picture/maps/blots.ts';
import { differencesPx, randomOf } from '../../../../support/media/pixels.ts';

const round: Blots = { map: 'blots', step: 0.2, aspect: 1, disorder: 0.3 };

/** The weight of a lattice point at a distance in steps: the uniform quadratic B-spline. */
function weight(distance: number): number {
  const d = Math.abs(distance);
  if (d <= 0.5) return 0.75 - d ** 2;
  return d < 1.5 ? (1.5 - d) ** 2 / 2 : 0;
}

/** The same surface from the same chance, by the definition of B-splines at each pixel. */
function drawBlots(
  widthPx: number,
  heightPx: number,
  style: Blots,
  capitalPx: number,
  random: Random,
) {
  const stepX = Math.max(4, style.step * style.aspect * capitalPx);
  const stepY = Math.max(4, (style.step * capitalPx) / style.aspect);
  const columns = Math.ceil(widthPx / stepX) + 4;
  const rows = Math.ceil(heightPx / stepY) + 4;
  const chance = new Uint8Array(columns * rows + 2);
  random.fill(chance);
  const [phaseX = 0, phaseY = 0] = chance.subarray(columns * rows);
  const valueAt = (column: number, row: number): number => {
    const byte = chance[row * columns + column] as number;
    const size = 0.35 + (byte % 16) / 16;
    const isInOrder = byte >= Math.round(256 * style.disorder);
    return ((row + column) % 2 === 1) === isInOrder ? size : -size;
  };
  return Array.from({ length: widthPx * heightPx }, (_, index) => {
    // One to two steps of the lattice lie left of the picture and above it.
    const u = 1.25 + phaseX / 256 + (index % widthPx) / stepX;
    const v = 1.25 + phaseY / 256 + Math.floor(index / widthPx) / stepY;
    let sum = 0;
    for (let row = Math.ceil(v - 1.5); row < v + 1.5; row++) {
      for (let column = Math.ceil(u - 1.5); column < u + 1.5; column++) {
        sum += weight(u - column) * weight(v - row) * valueAt(column, row);
      }
    }
    // Between points of a finer lattice the outline is cut short: near zero it may lie elsewhere.
    return Math.abs(sum) < 0.06 ? undefined : Number(sum < 0);
  });
}

test.each([
  [300, 100, 69, round],
  [120, 40, 13, round],
  [301, 99, 50, { ...round, aspect: 1.6 }],
  [120, 240, 30, { ...round, aspect: 0.7, disorder: 0.5 }],
  [600, 40, 28, { ...round, disorder: 0 }],
])(
  'blots on %i × %i px lie where their surface is below zero',
  (width, height, capitalPx, style) => {
    for (let seed = 0; seed < 5; seed++) {
      const bits = createBits(width, height);
      markBlots(bits, style, capitalPx, randomOf(seed));
      fill(bits);
      const model = drawBlots(width, height, style, capitalPx, randomOf(seed));
      const known = model.filter((pixel) => pixel !== undefined).length;
      expect(known / model.length).toBeGreaterThan(0.7);
      expect(differencesPx(bits, model) / known).toBeLessThan(0.005);
    }
  },
);
