import { expect, test } from 'vitest';
import { drawSwing } from '../../../../../src/media/picture/maps/swing.ts';
import { randomOf } from '../../../../support/media/pixels.ts';

test.each([
  [100, 34.5],
  [240, 6.5],
  [40, 80],
])(
  'over %i rows, a swing stands still at each knot, %d rows apart, and is smooth between',
  (rows, knotPx) => {
    for (let seed = 0; seed < 20; seed++) {
      const random = randomOf(seed);
      const knots = Array.from(
        { length: Math.ceil(rows / knotPx) + 1 },
        () => 9 * (2 * random.float() - 1),
      );
      const swing = drawSwing(rows, knotPx, 9, randomOf(seed));
      for (let y = 0; y < rows; y++) {
        const knot = Math.floor(y / knotPx);
        const t = y / knotPx - knot;
        const [from = 0, to = 0] = knots.slice(knot, knot + 2);
        expect(swing[y]).toBeCloseTo(
          from * (1 - 3 * t ** 2 + 2 * t ** 3) + to * (3 * t ** 2 - 2 * t ** 3),
          9,
        );
      }
    }
  },
);

test('a swing goes as far as it may to either side, and no further', () => {
  const all = Array.from({ length: 200 }, (_, seed) => [
    ...drawSwing(100, 30, 5, randomOf(seed)),
  ]).flat();
  expect(Math.max(...all)).toBeGreaterThan(4.9);
  expect(Math.max(...all)).toBeLessThanOrEqual(5);
  expect(Math.min(...all)).toBeLessThan(-4.9);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(-5);
});
