import { resample } from '../../src/media/sound/resample.ts';
import { stretch } from '../../src/media/sound/stretch.ts';

/**
 * The same words from a longer throat (below 1) or a shorter one: formants and pitch move by `factor`,
 * the length stays. Another voice for languages that have too few of them.
 */
export function warpThroat(samples: Float32Array, factor: number): Float32Array {
  return stretch(resample(samples, { rate: factor, waves: [] }), factor);
}
