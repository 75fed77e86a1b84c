import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';
import { drawSwing } from './swing.ts';

/** Rays from a point above or below the picture that swing from side to side on their way. */
export interface Fans {
  readonly map: 'fans';
  /** The width of a ray along the middle row in heights of a capital. */
  readonly step: number;
  /** How far they swing, in steps. */
  readonly swing: number;
}

/** Marks the sides of the rays. */
export function markFans(bits: Bits, style: Fans, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const step = style.step * capitalPx;
  const most = style.swing * step;
  // Towards the middle and far enough away: rays that nearly lie are too thin to read anything on.
  const centreX = widthPx * (0.2 + 0.6 * random.float());
  const beyond = Math.max(heightPx, widthPx / 3) * (0.9 + 0.8 * random.float());
  const isAbove = random.int(2) === 0;
  const phase = random.float();
  const swing = drawSwing(heightPx, (0.6 + 0.4 * random.float()) * capitalPx, most, random);
  const growth = step / (beyond + heightPx / 2);
  // The same even number of rays begins left of the picture in every row, so that rows agree: where
  // rays are narrowest, in the row next to their point, most of them are needed.
  const rays = 2 * Math.ceil((centreX + most) / (2 * growth * beyond)) + 2;
  for (let y = 0; y < heightPx; y++) {
    const rayPx = growth * (beyond + (isAbove ? y : heightPx - y));
    let x = centreX + (swing[y] as number) + (phase - rays) * rayPx;
    for (; x < widthPx; x += rayPx) toggle(bits, Math.ceil(x), y);
  }
}
