import type { Random } from '../../base/random.ts';
import { createNoise, renderNoise } from './noise.ts';
import type { Mask } from './raster.ts';

/** Smooth noise cut at its median: as much ink as paper, so that neither stands for the text. */
export interface BlotLayerStyle {
  readonly family: 'blots';
  /**
   * The lattice of the noise in heights of a capital; blots are about twice as large. Each picture
   * draws its own from this range.
   */
  readonly leastStep: number;
  readonly mostStep: number;
}

/** What can be laid over a text. A new family is a member here and a case in `renderLayer`. */
export type LayerStyle = BlotLayerStyle;

/** Draws one layer for a picture whose capitals are `capitalPx` tall. */
export function renderLayer(
  style: LayerStyle,
  widthPx: number,
  heightPx: number,
  capitalPx: number,
  random: Random,
): Mask {
  switch (style.family) {
    case 'blots':
      return renderBlots(style, widthPx, heightPx, capitalPx, random);
  }
}

// Below this, blots are finer than the eye parts them; it also bounds the lattice.
const LEAST_STEP_PX = 4;

function renderBlots(
  style: BlotLayerStyle,
  widthPx: number,
  heightPx: number,
  capitalPx: number,
  random: Random,
): Mask {
  const step = style.leastStep + random.float() * (style.mostStep - style.leastStep);
  const stepPx = Math.max(LEAST_STEP_PX, step * capitalPx);
  // One pixel more on each side, for the slope at the border.
  const noise = createNoise(random, (widthPx + 2) / stepPx, (heightPx + 2) / stepPx);
  const field = renderNoise(noise, widthPx + 2, heightPx + 2, stepPx);
  const coverage = cutSharply(field, medianOf(field), widthPx, heightPx);
  return { widthPx, heightPx, coverage };
}

const HISTOGRAM_BINS = 4096;

/** The median of values within [-1, 1], to one part in 2048. */
export function medianOf(field: Float32Array): number {
  const counts = new Uint32Array(HISTOGRAM_BINS);
  for (const value of field) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor(((value + 1) / 2) * HISTOGRAM_BINS));
    counts[bin] = (counts[bin] as number) + 1;
  }
  let below = 0;
  let bin = 0;
  while (below + (counts[bin] as number) < field.length / 2) below += counts[bin++] as number;
  return (2 * (bin + 0.5)) / HISTOGRAM_BINS - 1;
}

/**
 * Coverage of the area where a field with a border of one pixel exceeds a threshold. The distance to
 * the edge is the excess over the slope, so the edge is one pixel soft however steep the field is.
 */
function cutSharply(
  field: Float32Array,
  threshold: number,
  widthPx: number,
  heightPx: number,
): Uint8Array {
  const stride = widthPx + 2;
  const coverage = new Uint8Array(widthPx * heightPx);
  for (let y = 0, index = 0; y < heightPx; y++) {
    let at = (y + 1) * stride + 1;
    for (let x = 0; x < widthPx; x++, at++, index++) {
      const across = ((field[at + 1] as number) - (field[at - 1] as number)) / 2;
      const down = ((field[at + stride] as number) - (field[at - stride] as number)) / 2;
      const slope = Math.sqrt(across * across + down * down) + 1e-9;
      const distancePx = ((field[at] as number) - threshold) / slope;
      coverage[index] = Math.round(255 * Math.max(0, Math.min(1, 0.5 + distancePx)));
    }
  }
  return coverage;
}
