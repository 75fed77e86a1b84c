import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { type Fans, markFans } from '../../../../../src/media/picture/maps/fans.ts';
import { drawSwing } from '../../../../../src/media/picture/maps/swing.ts';
import { differencesPx, inkCounts, randomOf } from '../../../../support/media/pixels.ts';

const style: Fans = { map: 'fans', step: 0.3, swing: 1.2 };

/** The same fan from the same chance: how many rays a pixel lies right of the one through the point. */
function drawFan(widthPx: number, heightPx: number, capitalPx: number, random: Random) {
  const step = style.step * capitalPx;
  const centreX = widthPx * (0.2 + 0.6 * random.float());
  const beyond = Math.max(heightPx, widthPx / 3) * (0.9 + 0.8 * random.float());
  const pointY = random.int(2) === 0 ? -beyond : heightPx + beyond;
  const phase = random.float();
  const knotPx = (0.6 + 0.4 * random.float()) * capitalPx;
  const swing = drawSwing(heightPx, knotPx, style.swing * step, random);
  return Array.from({ length: widthPx * heightPx }, (_, index) => {
    const y = Math.floor(index / widthPx);
    const right = (index % widthPx) - centreX - (swing[y] as number);
    const share = Math.abs(y - pointY) / Math.abs(heightPx / 2 - pointY);
    const rays = right / (step * share) - phase;
    // On a side rounding decides.
    if (Math.abs(rays - Math.round(rays)) < 1e-9) return undefined;
    return (Math.abs(Math.floor(rays)) + 1) % 2;
  });
}

test.each([
  [300, 100, 69],
  [120, 40, 13],
  [301, 99, 50],
  [120, 240, 30],
  [600, 240, 160],
])(
  'rays on %i × %i px come from one point, as far apart as their equation says',
  (width, height, capitalPx) => {
    for (let seed = 0; seed < 10; seed++) {
      const bits = createBits(width, height);
      markFans(bits, style, capitalPx, randomOf(seed));
      fill(bits);
      expect(differencesPx(bits, drawFan(width, height, capitalPx, randomOf(seed)))).toBe(0);
    }
  },
);

test('rays begin anywhere: each corner is ink as often as paper', () => {
  const corners = [
    [0, 0],
    [299, 0],
    [0, 99],
    [299, 99],
  ] as const;
  const ink = inkCounts(300, (random) => {
    const bits = createBits(300, 100);
    markFans(bits, style, 69, random);
    fill(bits);
    return bits;
  });
  // Five standard deviations of 300 throws are 43.
  for (const [x, y] of corners) {
    expect(Math.abs((ink[300 * y + x] as number) - 150)).toBeLessThan(43);
  }
});
