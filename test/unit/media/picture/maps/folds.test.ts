import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { type Folds, markFolds } from '../../../../../src/media/picture/maps/folds.ts';
import { drawSwing } from '../../../../../src/media/picture/maps/swing.ts';
import { differencesPx, inkCounts, randomOf } from '../../../../support/media/pixels.ts';

const style: Folds = { map: 'folds', step: 0.3, lean: 0.8, swing: 1.2 };

/** The same sides from the same chance, one by one: a pixel is ink right of an odd number of them. */
function drawFolds(widthPx: number, heightPx: number, capitalPx: number, random: Random) {
  const step = style.step * capitalPx;
  const lean = style.lean * (2 * random.float() - 1);
  const spread = 0.5 * style.lean * (2 * random.float() - 1);
  const knotPx = (0.5 + 0.3 * random.float()) * capitalPx;
  const most = style.swing * step;
  const reach = ((Math.abs(lean) + Math.abs(spread)) * heightPx) / 2 + most;
  const left = -2 * step * (Math.ceil(reach / (2 * step)) + random.float());
  const spans = Math.ceil((widthPx + reach - left) / (6 * step));
  const swings = Array.from({ length: spans + 1 }, () => drawSwing(heightPx, knotPx, most, random));
  /** Where the sixth side of this number is in a row. */
  const sixth = (number: number, y: number): number => {
    const slope = lean + spread * ((2 * number) / spans - 1);
    const swing = swings[number]?.[y] ?? Number.NaN;
    return left + 6 * number * step + slope * (y - heightPx / 2) + swing;
  };
  return Array.from({ length: heightPx }, (_, y) => {
    const sides = Array.from({ length: 6 * spans }, (_, side) => {
      const share = (side % 6) / 6;
      return (
        sixth(Math.floor(side / 6), y) * (1 - share) + sixth(Math.floor(side / 6) + 1, y) * share
      );
    });
    return Array.from({ length: widthPx }, (_, x) => {
      // On a side rounding decides.
      if (sides.some((side) => Math.abs(side - x) < 1e-9)) return undefined;
      return sides.filter((side) => side <= x).length % 2;
    });
  }).flat();
}

test.each([
  [300, 100, 69],
  [120, 40, 13],
  [301, 99, 50],
  [120, 240, 13],
])(
  'folds on %i × %i px are stripes whose sides swing as they should',
  (width, height, capitalPx) => {
    for (let seed = 0; seed < 10; seed++) {
      const bits = createBits(width, height);
      markFolds(bits, style, capitalPx, randomOf(seed));
      fill(bits);
      expect(differencesPx(bits, drawFolds(width, height, capitalPx, randomOf(seed)))).toBe(0);
    }
  },
);

test('folds begin anywhere: their first column is ink as often as paper in every row', () => {
  const ink = inkCounts(200, (random) => {
    const bits = createBits(240, 80);
    markFolds(bits, style, 55, random);
    fill(bits);
    return bits;
  });
  // Five standard deviations of 200 throws are 35.
  for (let y = 0; y < 80; y++) expect(Math.abs((ink[240 * y] as number) - 100)).toBeLessThan(35);
});
