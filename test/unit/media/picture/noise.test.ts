import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededRandom } from '../../../../src/base/random.ts';
import { createNoise, sampleNoise, splineWeights } from '../../../../src/media/picture/noise.ts';

const random = (byte: number) => createSeededRandom(new Uint8Array(32).fill(byte));

test('spline weights are shares of one', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (t) => {
      const weights = splineWeights(t);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
    }),
  );
});

test('noise is smooth and stays within -1 and 1', () => {
  const noise = createNoise(random(1), 10, 10);
  for (let x = 0; x < 10; x += 0.05) {
    const value = sampleNoise(noise, x, 3.3);
    expect(Math.abs(value)).toBeLessThanOrEqual(1);
    expect(Math.abs(sampleNoise(noise, x + 0.05, 3.3) - value)).toBeLessThan(0.1);
  }
});

test('the same source gives the same noise, another source other noise', () => {
  expect(createNoise(random(3), 4, 4)).toEqual(createNoise(random(3), 4, 4));
  expect(createNoise(random(3), 4, 4)).not.toEqual(createNoise(random(4), 4, 4));
});

test('noise too fine for any picture is refused before memory is taken', () => {
  expect(() => createNoise(random(5), 1e6, 1e6)).toThrow(RangeError);
  expect(() => createNoise(random(5), Number.NaN, 4)).toThrow(RangeError);
});
