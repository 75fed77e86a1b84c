import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadFonts } from '../../../../src/media/picture/glyphs.ts';
import { rasterise } from '../../../../src/media/picture/raster.ts';

const square = (left: number, top: number, right: number, bottom: number): Float64Array =>
  Float64Array.of(left, top, right, top, right, bottom, left, bottom);

const reversed = (points: Float64Array): Float64Array =>
  Float64Array.from(points, (_, i) => points[points.length - 2 - i + 2 * (i % 2)] as number);

const areaPx = (coverage: Uint8Array): number =>
  coverage.reduce((sum, share) => sum + share, 0) / 255;

test('a square on pixel borders covers exactly its pixels', () => {
  const { coverage } = rasterise([square(1, 1, 3, 2)], 4, 3);
  expect([...coverage]).toEqual([0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0]);
});

test('a square between pixel borders covers each pixel by its share', () => {
  const { coverage } = rasterise([square(0.5, 0.5, 1.5, 2)], 2, 2);
  expect([...coverage]).toEqual([64, 64, 128, 128]);
});

test('a triangle across many columns covers its area', () => {
  const { coverage } = rasterise([Float64Array.of(0, 0, 40, 3, 0, 10)], 40, 10);
  expect(areaPx(coverage)).toBeCloseTo(200, 0);
});

test('a convex shape anywhere covers its area within a rounding error a pixel', () => {
  const coordinate = fc.double({ min: 0, max: 20, noNaN: true });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
      const [ax, ay, bx, by, cx, cy] = [a, b, c, d, e, f] as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const area = Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
      const { coverage } = rasterise([Float64Array.of(ax, ay, bx, by, cx, cy)], 20, 20);
      expect(Math.abs(areaPx(coverage) - area)).toBeLessThan(0.8);
    }),
  );
});

test('a contour that turns the other way cuts a hole', () => {
  const { coverage } = rasterise([square(0, 0, 5, 5), reversed(square(1, 1, 4, 4))], 5, 5);
  expect(areaPx(coverage)).toBe(16);
});

test('overlapping contours unite', () => {
  const { coverage } = rasterise([square(0, 0, 3, 3), square(2, 2, 5, 5)], 5, 5);
  expect(areaPx(coverage)).toBe(17);
});

test('what lies outside the picture is left away on every side', () => {
  const { coverage } = rasterise([square(-7, -7, 2, 2), square(3, 3, 90, 90)], 4, 4);
  expect([...coverage]).toEqual([255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255]);
});

test('the counters of A and O stay open in every font', () => {
  for (const font of loadFonts()) {
    for (const [character, y] of [
      ['O', -0.5],
      ['A', -0.5],
    ] as const) {
      const contours = (font.get(character)?.contours ?? []).map((points) =>
        points.map((at, i) => (i % 2 === 0 ? 100 * at + 10 : 100 * at + 110)),
      );
      const { coverage } = rasterise(contours, 150, 120);
      const row = coverage.subarray((110 + 100 * y) * 150, (111 + 100 * y) * 150);
      const runs = Array.from(row, (share) => (share === 0 ? '.' : share === 255 ? '#' : ''));
      expect(runs.join(''), character).toMatch(/^\.+#+\.{5,}#+\.+$/);
    }
  }
});
