import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';

/** Rings around a point outside of the picture, as the grain of wood. */
export interface Rings {
  readonly map: 'rings';
  /** The width of a ring in heights of a capital. */
  readonly step: number;
  /** How far the rings swing in and out along a picture's height, in steps. */
  readonly swing: number;
}

/** Marks the sides of the rings. */
export function markRings(bits: Bits, style: Rings, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const step = style.step * capitalPx;
  const centreX = widthPx * random.float();
  const beyond = heightPx * (0.15 + 0.6 * random.float());
  const centreY = random.int(2) === 0 ? -beyond : heightPx + beyond;
  const phase = step * random.float();
  const swing = style.swing * step * (2 * random.float() - 1);
  // The same rings in every row: one that lies beyond the left edge turns the whole row.
  const farX = Math.max(centreX, widthPx - centreX);
  const farY = heightPx + beyond;
  const count = Math.ceil((Math.sqrt(farX * farX + farY * farY) + Math.abs(swing)) / step) + 1;
  for (let y = 0; y < heightPx; y++) {
    const down = y - centreY;
    // A parabola that is 0 in the outer rows and 1 in the middle one.
    const bulge = (4 * y * (heightPx - y)) / (heightPx * heightPx);
    let radius = phase + swing * bulge;
    for (let ring = 0; ring < count; ring++, radius += step) {
      if (radius <= Math.abs(down)) continue;
      const half = Math.sqrt(radius * radius - down * down);
      toggle(bits, Math.ceil(centreX - half), y);
      toggle(bits, Math.ceil(centreX + half), y);
    }
  }
}
