import type { Random } from '../../../base/random.ts';
import type { Bits } from '../bits.ts';
import { markEdge } from './edge.ts';

/** Kites on a jittered grid; where they overlap, ink is paper again. */
export interface Shards {
  readonly map: 'shards';
  /** The grid, in heights of a capital. */
  readonly step: number;
  /** The distance of corners from the middle, from and to, in steps. */
  readonly leastRadius: number;
  readonly mostRadius: number;
}

/** Marks the sides of the kites. */
export function markShards(bits: Bits, style: Shards, capitalPx: number, random: Random): void {
  const step = style.step * capitalPx;
  const { widthPx, heightPx } = bits;
  const radius = () =>
    step * (style.leastRadius + random.float() * (style.mostRadius - style.leastRadius));
  for (let gridY = -step / 2; gridY < heightPx + step / 2; gridY += step) {
    for (let gridX = -step / 2; gridX < widthPx + step / 2; gridX += step) {
      const x = gridX + step * random.float();
      const y = gridY + step * random.float();
      // An eighth of a turn to either side: with four corners, one may lie in any direction.
      const t = 0.42 * (2 * random.float() - 1);
      const cos = (1 - t * t) / (1 + t * t);
      const sin = (2 * t) / (1 + t * t);
      const right = radius();
      const below = radius();
      const left = radius();
      const above = radius();
      const rightX = x + right * cos;
      const rightY = y + right * sin;
      const belowX = x - below * sin;
      const belowY = y + below * cos;
      const leftX = x - left * cos;
      const leftY = y - left * sin;
      const aboveX = x + above * sin;
      const aboveY = y - above * cos;
      markEdge(bits, rightX, rightY, belowX, belowY);
      markEdge(bits, belowX, belowY, leftX, leftY);
      markEdge(bits, leftX, leftY, aboveX, aboveY);
      markEdge(bits, aboveX, aboveY, rightX, rightY);
    }
  }
}
