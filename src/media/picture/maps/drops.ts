import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';

/** Ellipses on a jittered grid; where they overlap, ink is paper again. */
export interface Drops {
  readonly map: 'drops';
  /** The grid, in heights of a capital. */
  readonly step: number;
  /** The radius, from and to, in steps. */
  readonly leastRadius: number;
  readonly mostRadius: number;
}

/** Marks the ellipses. */
export function markDrops(bits: Bits, style: Drops, capitalPx: number, random: Random): void {
  const step = style.step * capitalPx;
  const { widthPx, heightPx } = bits;
  for (let gridY = -step / 2; gridY < heightPx + step / 2; gridY += step) {
    for (let gridX = -step / 2; gridX < widthPx + step / 2; gridX += step) {
      const centreX = gridX + step * random.float();
      const centreY = gridY + step * random.float();
      const radius =
        step * (style.leastRadius + random.float() * (style.mostRadius - style.leastRadius));
      const squeeze = 0.6 + 0.8 * random.float();
      const rx = radius * squeeze;
      const ry = radius / squeeze;
      const lean = random.float() - 0.5;
      const from = Math.max(0, Math.ceil(centreY - ry));
      const to = Math.min(heightPx - 1, Math.floor(centreY + ry));
      for (let y = from; y <= to; y++) {
        const v = (y - centreY) / ry;
        const half = rx * Math.sqrt(Math.max(0, 1 - v * v));
        const middle = centreX + lean * (y - centreY);
        toggle(bits, Math.ceil(middle - half), y);
        toggle(bits, Math.ceil(middle + half), y);
      }
    }
  }
}
