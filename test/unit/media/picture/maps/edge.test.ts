import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { markEdge } from '../../../../../src/media/picture/maps/edge.ts';
import { differencesPx, pixelsOf } from '../../../../support/media/pixels.ts';
import { drawPolygons, type Point } from '../../../../support/media/polygons.ts';

function drawPolygon(polygon: readonly Point[], widthPx: number, heightPx: number) {
  const bits = createBits(widthPx, heightPx);
  polygon.forEach(([x, y], index) => {
    const [toX, toY] = polygon[(index + 1) % polygon.length] as Point;
    markEdge(bits, x, y, toX, toY);
  });
  fill(bits);
  return bits;
}

test('a rectangle holds the pixels from its left and upper sides to before the others', () => {
  const bits = drawPolygon(
    [
      [1, 1],
      [3, 1],
      [3, 2.5],
      [1, 2.5],
    ],
    5,
    4,
  );
  expect([...pixelsOf(bits)]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
});

test('the sides of any polygon hold what lies inside it, wherever it lies', () => {
  const at = fc.integer({ min: -40_000, max: 90_000 }).map((n) => n / 1009);
  const polygons = fc.array(fc.tuple(at, at), { minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(polygons, (polygon) => {
      const bits = drawPolygon(polygon, 50, 40);
      expect(differencesPx(bits, drawPolygons([polygon], 50, 40))).toBe(0);
    }),
  );
});

test('sides whose ends lie on rows turn no row to its end', () => {
  const at = fc.integer({ min: -3, max: 12 });
  const polygons = fc.array(fc.tuple(at, at), { minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(polygons, (polygon) => {
      const bits = drawPolygon(polygon, 40, 10);
      // Rounding may put an edge at 12 into column 13.
      const right = pixelsOf(bits).filter((_, index) => index % 40 > 13);
      expect(right).toEqual(new Uint8Array(right.length));
    }),
  );
});

test('a level side marks nothing', () => {
  const bits = createBits(10, 10);
  markEdge(bits, 2, 5, 8, 5);
  markEdge(bits, 8, 5.2, 2, 5.8);
  expect(bits.words.some((word) => word !== 0)).toBe(false);
});
