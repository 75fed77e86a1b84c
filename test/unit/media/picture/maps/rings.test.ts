import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { bitAt, createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { markRings, type Rings } from '../../../../../src/media/picture/maps/rings.ts';
import { differencesPx, randomOf } from '../../../../support/pixels.ts';

const style: Rings = { map: 'rings', step: 0.3, swing: 0.7 };

/** The same rings from the same chance: how many lie between a pixel and their centre. */
function drawRings(widthPx: number, heightPx: number, capitalPx: number, random: Random) {
  const step = style.step * capitalPx;
  const centreX = widthPx * random.float();
  const beyond = heightPx * (0.15 + 0.6 * random.float());
  const centreY = random.int(2) === 0 ? -beyond : heightPx + beyond;
  const phase = random.float();
  const swing = style.swing * (2 * random.float() - 1);
  return Array.from({ length: widthPx * heightPx }, (_, index) => {
    const y = Math.floor(index / widthPx);
    const distance = Math.hypot((index % widthPx) - centreX, y - centreY);
    const height = y / heightPx;
    const rings = distance / step - phase - swing * 4 * height * (1 - height);
    // On a side rounding decides.
    if (Math.abs(rings - Math.round(rings)) < 1e-9) return undefined;
    return Math.max(0, Math.ceil(rings)) % 2;
  });
}

test.each([
  [300, 100, 69],
  [120, 40, 13],
  [301, 99, 50],
  [120, 240, 30],
  [600, 240, 160],
])(
  'rings on %i × %i px lie as far from their centre as their equation says',
  (width, height, capitalPx) => {
    for (let seed = 0; seed < 10; seed++) {
      const bits = createBits(width, height);
      markRings(bits, style, capitalPx, randomOf(seed));
      fill(bits);
      const differences = differencesPx(bits, drawRings(width, height, capitalPx, randomOf(seed)));
      // Which rings are ink is up to chance, but then it is so everywhere.
      expect([0, width * height]).toContain(differences);
    }
  },
);

test('rings begin anywhere: each corner is ink as often as paper', () => {
  const corners = [
    [0, 0],
    [299, 0],
    [0, 99],
    [299, 99],
  ] as const;
  const ink = [0, 0, 0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const bits = createBits(300, 100);
    markRings(bits, style, 69, randomOf(seed));
    fill(bits);
    corners.forEach(([x, y], corner) => {
      ink[corner] = (ink[corner] as number) + bitAt(bits, x, y);
    });
  }
  // Five standard deviations of 300 throws are 43.
  for (const count of ink) expect(Math.abs(count - 150)).toBeLessThan(43);
});
