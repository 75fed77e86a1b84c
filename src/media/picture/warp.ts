import type { Random } from '../../base/random.ts';
import { createNoise, sampleNoise } from './noise.ts';

/** How far and how gradually outlines are bent, both in heights of a capital. */
export interface WarpStyle {
  /** No point moves further than this in either direction. */
  readonly reach: number;
  /** The distance over which the bend changes: much less than 1 would break letters. */
  readonly scale: number;
}

/** The area in which a warp is defined, in heights of a capital. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Bends outlines in place by a smooth field. Points are moved, not pixels: edges stay sharp, and
 * there is no resampling whose inverse would give the attacker the straight letters back.
 */
export function warpContours(
  contours: readonly Float64Array[],
  bounds: Bounds,
  style: WarpStyle,
  random: Random,
): void {
  const width = (bounds.right - bounds.left) / style.scale;
  const height = (bounds.bottom - bounds.top) / style.scale;
  const across = createNoise(random, width, height);
  const down = createNoise(random, width, height);
  for (const points of contours) {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] as number;
      const y = points[i + 1] as number;
      const u = (x - bounds.left) / style.scale;
      const v = (y - bounds.top) / style.scale;
      points[i] = x + style.reach * sampleNoise(across, u, v);
      points[i + 1] = y + style.reach * sampleNoise(down, u, v);
    }
  }
}

/** The smallest box around all points. */
export function boundsOf(contours: readonly Float64Array[]): Bounds {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const points of contours) {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] as number;
      const y = points[i + 1] as number;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return { left, top, right, bottom };
}
