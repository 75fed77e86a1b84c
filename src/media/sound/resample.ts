import { between, type Random } from '../../base/random.ts';
import { RATE_HZ } from './wav.ts';

/** How the speed of a playback changes: like a record that is not quite round. */
export interface Wow {
  /** The mean speed: 2 is an octave higher and half as long. */
  readonly rate: number;
  /** Two waves, each a share of the speed. */
  readonly waves: readonly Wave[];
}

interface Wave {
  readonly hz: number;
  readonly depth: number;
  /** Of its circle, where it begins. */
  readonly phase: number;
}

/**
 * A speed that nobody hears change, and that no recording keeps in step with: the correlation with a
 * known recording is lost within a few hundredths of a second.
 */
export function randomWow(random: Random): Wow {
  return {
    rate: between(random, 0.88, 1.16),
    waves: [
      { hz: between(random, 2, 4.5), depth: between(random, 0.025, 0.04), phase: random.float() },
      { hz: between(random, 5, 9), depth: 0.0175, phase: random.float() },
    ],
  };
}

/** The speed is looked at this often, a thousand times a second: so slowly does it change. */
const STEADY = 16;

/** Plays `samples` at a speed that varies: cubic interpolation, as long as they last. */
export function resample(samples: Float32Array, { rate, waves }: Wow): Float32Array {
  const slowest = rate * (1 - waves.reduce((sum, { depth }) => sum + depth, 0));
  const result = new Float32Array(Math.ceil(samples.length / slowest) + STEADY);
  const last = samples.length - 1;
  let length = 0;
  for (let at = 0; at < last; ) {
    const speed = rate * speedAt(waves, length / RATE_HZ);
    for (let n = 0; n < STEADY && at < last; n++) {
      const index = Math.floor(at);
      const t = at - index;
      const a = samples[index > 0 ? index - 1 : 0] as number;
      const b = samples[index] as number;
      const c = samples[index + 1] as number;
      const d = samples[index + 2 <= last ? index + 2 : last] as number;
      result[length++] =
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      at += speed;
    }
  }
  return result.subarray(0, length);
}

function speedAt(waves: readonly Wave[], seconds: number): number {
  return waves.reduce(
    (speed, { hz, depth, phase }) => speed + depth * Math.sin(2 * Math.PI * (hz * seconds + phase)),
    1,
  );
}
