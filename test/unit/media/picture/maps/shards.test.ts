import { expect, test } from 'vitest';
import type { Random } from '../../../../../src/base/random.ts';
import { createBits, fill } from '../../../../../src/media/picture/bits.ts';
import { markShards, type Shards } from '../../../../../src/media/picture/maps/shards.ts';
import { differencesPx, randomOf } from '../../../../support/pixels.ts';
import { drawPolygons, type Point } from '../../../../support/polygons.ts';

const style: Shards = { map: 'shards', step: 0.7, leastRadius: 0.4, mostRadius: 0.75 };

/** The same kites from the same chance: right, lower, left and upper corner, turned. */
function kites(widthPx: number, heightPx: number, capitalPx: number, random: Random): Point[][] {
  const step = style.step * capitalPx;
  const result: Point[][] = [];
  for (let gridY = -step / 2; gridY < heightPx + step / 2; gridY += step) {
    for (let gridX = -step / 2; gridX < widthPx + step / 2; gridX += step) {
      const [x, y] = [gridX + step * random.float(), gridY + step * random.float()];
      const angle = 2 * Math.atan(0.42 * (2 * random.float() - 1));
      result.push(
        [0, 1, 2, 3].map((corner) => {
          const radius = step * (0.4 + 0.35 * random.float());
          const turned = angle + (corner * Math.PI) / 2;
          return [x + radius * Math.cos(turned), y + radius * Math.sin(turned)];
        }),
      );
    }
  }
  return result;
}

test.each([
  [300, 100, 69],
  [120, 40, 13],
  [301, 99, 50],
])('shards on %i × %i px are the kites of their corners', (widthPx, heightPx, capitalPx) => {
  const bits = createBits(widthPx, heightPx);
  markShards(bits, style, capitalPx, randomOf(2));
  fill(bits);
  const model = drawPolygons(kites(widthPx, heightPx, capitalPx, randomOf(2)), widthPx, heightPx);
  expect(differencesPx(bits, model)).toBe(0);
});
