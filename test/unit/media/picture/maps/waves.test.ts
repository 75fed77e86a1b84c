import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { drawSwing } from '../../../../../src/media/picture/maps/swing.ts';
import { markWaves, type Waves } from '../../../../../src/media/picture/maps/waves.ts';
import { differencesPx, inkCounts, randomOf } from '../../../../support/media/pixels.ts';

const style: Waves = { map: 'waves', step: 0.3, lean: 0.8, swing: 0.5 };

/** The same stripes from the same chance: how many steps a pixel lies right of the first side. */
function drawWaves(widthPx: number, heightPx: number, capitalPx: number, random: Random) {
  const step = style.step * capitalPx;
  const lean = style.lean * (2 * random.float() - 1);
  const knotPx = (0.35 + 0.3 * random.float()) * capitalPx;
  const swing = drawSwing(heightPx, knotPx, style.swing * step, random);
  const phase = random.float();
  return Array.from({ length: widthPx * heightPx }, (_, index) => {
    const [x, y] = [index % widthPx, Math.floor(index / widthPx)];
    const steps = (x - (swing[y] as number) - lean * (y - heightPx / 2)) / step + 2 * phase;
    // On a side rounding decides.
    if (Math.abs(steps - Math.round(steps)) < 1e-9) return undefined;
    return Math.abs(Math.floor(steps) % 2) === 0 ? 1 : 0;
  });
}

test.each([
  [300, 100, 69],
  [120, 40, 13],
  [301, 99, 50],
  [120, 240, 13],
])(
  'waves on %i × %i px are stripes as far apart as their equation says',
  (width, height, capitalPx) => {
    for (let seed = 0; seed < 10; seed++) {
      const bits = createBits(width, height);
      markWaves(bits, style, capitalPx, randomOf(seed));
      fill(bits);
      expect(differencesPx(bits, drawWaves(width, height, capitalPx, randomOf(seed)))).toBe(0);
    }
  },
);

test('waves begin anywhere: their first column is ink as often as paper in every row', () => {
  const ink = inkCounts(200, (random) => {
    const bits = createBits(240, 80);
    markWaves(bits, style, 55, random);
    fill(bits);
    return bits;
  });
  // Five standard deviations of 200 throws are 35.
  for (let y = 0; y < 80; y++) expect(Math.abs((ink[240 * y] as number) - 100)).toBeLessThan(35);
});
