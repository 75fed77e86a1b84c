import { describe, expect, it } from 'vitest';
import { layBricks, MOST_STEP_PX, STEPS } from '../../../../src/media/motion/bricks.ts';
import { randomOf } from '../../../support/media/pixels.ts';

const STRIDE = 8;
const ROWS = 90;
const LAID = Array.from({ length: 200 }, (_, n) => layBricks(STRIDE, ROWS, randomOf(n)));

/** The heights of what keeps a step in a column of words, without the cut ones at its ends. */
function heights(laid: Uint8Array, column: number): number[] {
  const found: number[] = [];
  let rows = 1;
  for (let row = 1; row < ROWS; row++) {
    if (laid[row * STRIDE + column] === laid[(row - 1) * STRIDE + column]) rows++;
    else {
      found.push(rows);
      rows = 1;
    }
  }
  return found.slice(1);
}

describe('a step', () => {
  it('leads farther to the right than a grain strays, so that none returns', () => {
    expect(Math.min(...STEPS.map(({ x }) => x))).toBeGreaterThan(1);
  });

  it('leads no farther than planes have room for', () => {
    const all = STEPS.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]);
    expect(Math.max(...all)).toBeLessThanOrEqual(MOST_STEP_PX);
  });

  it('leads up as often as down', () => {
    expect(STEPS.reduce((sum, { y }) => sum + y, 0)).toBe(0);
  });
});

describe('bricks', () => {
  it('are six rows tall or more, and cover the picture', () => {
    for (const laid of LAID) {
      expect(laid.length).toBe(STRIDE * ROWS);
      for (let column = 0; column < STRIDE; column++) {
        expect(Math.min(...heights(laid, column))).toBeGreaterThanOrEqual(6);
      }
    }
  });

  it('have each step as often as the others, in every row', () => {
    for (let row = 0; row < ROWS; row++) {
      const counts = STEPS.map(() => 0);
      for (const laid of LAID) {
        for (const step of laid.subarray(row * STRIDE, (row + 1) * STRIDE)) {
          counts[step] = (counts[step] ?? 0) + 1;
        }
      }
      // 200 are expected, give or take 13.
      expect(Math.min(...counts)).toBeGreaterThan(135);
      expect(Math.max(...counts)).toBeLessThan(265);
    }
  });

  it('begin and end in any row: none is more often an edge', () => {
    const edges = Array.from({ length: ROWS - 20 }, (_, n) => {
      const at = (n + 10) * STRIDE;
      return LAID.reduce(
        (sum, laid) =>
          sum +
          Array.from({ length: STRIDE }, (_, c) =>
            Number(laid[at + c] !== laid[at - STRIDE + c]),
          ).reduce((a, b) => a + b),
        0,
      );
    });
    const mean = edges.reduce((a, b) => a + b) / edges.length;
    expect(Math.max(...edges) / mean).toBeLessThan(1.6);
    expect(Math.min(...edges) / mean).toBeGreaterThan(0.4);
  });
});
