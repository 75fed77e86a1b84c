import { expect, test } from 'vitest';
import { createSeededRandom } from '../../../../src/base/random.ts';
import { boundsOf, warpContours } from '../../../../src/media/picture/warp.ts';

const random = (byte: number) => createSeededRandom(new Uint8Array(32).fill(byte));
const bounds = { left: -1, top: -1, right: 5, bottom: 1 };
const grid = () =>
  Float64Array.from({ length: 122 }, (_, i) => (i % 2 === 0 ? i / 20 - 1 : Math.sign(61 - i)));

test('no point moves further than the reach, and most points move', () => {
  const before = grid();
  const after = grid();
  warpContours([after], bounds, { reach: 0.1, scale: 0.9 }, random(1));
  const moves = after.map((at, i) => Math.abs(at - (before[i] as number)));
  expect(Math.max(...moves)).toBeLessThanOrEqual(0.1);
  expect(moves.filter((move) => move > 0.005).length).toBeGreaterThan(61);
});

test('neighbouring points move almost alike', () => {
  const pair = Float64Array.of(2, 0, 2.02, 0);
  warpContours([pair], bounds, { reach: 0.1, scale: 0.9 }, random(2));
  expect((pair[2] as number) - (pair[0] as number)).toBeCloseTo(0.02, 2);
  expect((pair[3] as number) - (pair[1] as number)).toBeCloseTo(0, 2);
});

test('a reach of nothing moves nothing', () => {
  const points = grid();
  warpContours([points], bounds, { reach: 0, scale: 0.9 }, random(3));
  expect(points).toEqual(grid());
});

test('bounds are the smallest box around all contours', () => {
  const contours = [Float64Array.of(3, -2, 4, 7), Float64Array.of(-1, 0)];
  expect(boundsOf(contours)).toEqual({ left: -1, top: -2, right: 4, bottom: 7 });
});
