import type { Random } from '../../base/random.ts';
import { fromDb } from './filters.ts';
import type { Voice } from './voices.ts';

/**
 * Adds one voice that talks without a pause and makes no sense: digits of the same voices, backwards,
 * at other speeds. It has the spectrum and the rhythm of what it hides.
 */
export function addBabble(sum: Float32Array, voices: readonly Voice[], random: Random): void {
  // Begins amid a digit: otherwise all streams of all sounds would begin with an onset.
  let to = -random.int(4000);
  while (to < sum.length) {
    const clip = random.pick(random.pick(voices));
    const rate = 0.8 + 0.45 * random.float();
    const gain = fromDb(6 * random.float() - 3);
    const length = Math.floor((clip.length - 1) / rate);
    const first = Math.max(0, -to);
    const end = Math.min(length, sum.length - to);
    let at = clip.length - 1 - first * rate;
    for (let n = first; n < end; n++) {
      const index = Math.floor(at);
      const low = clip[index] as number;
      const high = index + 1 < clip.length ? (clip[index + 1] as number) : 0;
      sum[to + n] = (sum[to + n] as number) + gain * (low + (at - index) * (high - low));
      at -= rate;
    }
    to += length;
  }
}

/**
 * Noise with the tilt of speech: as loud below 300 Hz, and falling by 6 dB an octave, to where it is a
 * hiss. From the seed alone: a table in the source could be subtracted.
 */
export function tiltedNoise(length: number, random: Random): Float32Array {
  const bytes = new Uint8Array(length);
  random.fill(bytes);
  const noise = new Float32Array(length);
  let low = 0;
  for (let n = 0; n < length; n++) {
    const white = (bytes[n] as number) - 127.5;
    low = 0.89 * low + white;
    noise[n] = low + 0.3 * white;
  }
  return noise;
}
