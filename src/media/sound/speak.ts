import { between, type Random } from '../../base/random.ts';
import { allPass, applyBiquad, fromDb, peaking } from './filters.ts';
import { randomWow, resample } from './resample.ts';
import { stretch } from './stretch.ts';
import { SPEECH_RMS, scaleTo } from './voices.ts';

const ALL_PASSES = 4;
const PEAKS = 2;

/**
 * One digit as nobody has said it before: at another speed that wavers, in another pitch, length,
 * colour and phase. A filter that is matched to the known recording finds it no more.
 */
export function speak(clip: Float32Array, random: Random): Float32Array {
  let samples = resample(clip, randomWow(random));
  for (let n = 0; n < ALL_PASSES; n++) {
    applyBiquad(samples, allPass(between(random, 200, 3800), between(random, 1, 4)));
  }
  samples = stretch(samples, between(random, 0.85, 1.2));
  for (let n = 0; n < PEAKS; n++) {
    applyBiquad(samples, peaking(between(random, 250, 3500), 1.2, between(random, -8, 8)));
  }
  scaleTo(samples, SPEECH_RMS * fromDb(between(random, -1.5, 1.5)));
  return samples;
}
