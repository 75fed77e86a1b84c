import { createSeededRandom } from '../../base/random.ts';
import type { SoundJob } from '../job.ts';
import { addBabble, tiltedNoise } from './disturb.ts';
import { fromDb } from './filters.ts';
import { SOUND_LEVELS } from './levels.ts';
import { speak } from './speak.ts';
import { rms, SPEECH_RMS, type Voice } from './voices.ts';
import { RATE_HZ } from './wav.ts';

/** Twelve clips of 1.5 s, slowed down by all that slows them, with pauses: 37 s or 600 kB. */
const MAX_DIGITS = 12;
/** The voice of a screen reader ends in it, and the ear finds its way into the babble. */
const LEAD_S = 0.5;
const TAIL_S = 0.4;
const PAUSE_S = [0.35, 0.8] as const;
/** Where the peak lies before {@link soften}, which leaves quiet parts as they are. */
const PEAK = 1.2;

/** What a person hears. */
export interface Mix {
  /** From -1 to 1, at 16 kHz. */
  readonly samples: Float32Array;
  /** Where each digit is. */
  readonly digits: readonly { readonly from: number; readonly length: number }[];
}

/**
 * Mixes what a person hears. Each digit is said by another voice of the
 * pack, chosen by chance. The same job and voices give the same samples. Throws a RangeError unless
 * the job has 1 to 12 digits.
 */
export function mixSound(job: SoundJob, voices: readonly Voice[]): Mix {
  if (!/^[0-9]+$/.test(job.digits) || job.digits.length > MAX_DIGITS) {
    throw new RangeError(`a sound has 1 to ${MAX_DIGITS} digits`);
  }
  const random = createSeededRandom(job.seed);
  const { babbleDb, streams, noiseDb } = SOUND_LEVELS[job.level];
  const spoken = Array.from(job.digits, (digit) =>
    speak(random.pick(voices)[Number(digit)] as Float32Array, random),
  );
  let at = LEAD_S * RATE_HZ;
  let end = 0;
  const digits = spoken.map(({ length }) => {
    const from = at;
    end = from + length;
    at = end + Math.round((PAUSE_S[0] + random.float() * (PAUSE_S[1] - PAUSE_S[0])) * RATE_HZ);
    return { from, length };
  });
  const sum = new Float32Array(end + TAIL_S * RATE_HZ);

  for (let n = 0; n < streams; n++) addBabble(sum, voices, random);
  const noise = tiltedNoise(sum.length, random);
  const speechDb = babbleDb[0] + random.float() * (babbleDb[1] - babbleDb[0]);
  const babbleGain = (SPEECH_RMS * fromDb(-speechDb)) / rms(sum);
  const noiseGain = (SPEECH_RMS * fromDb(-noiseDb)) / rms(noise);
  for (let n = 0; n < sum.length; n++) {
    sum[n] = babbleGain * (sum[n] as number) + noiseGain * (noise[n] as number);
  }
  for (const [index, { from, length }] of digits.entries()) {
    const samples = spoken[index] as Float32Array;
    for (let n = 0; n < length; n++)
      sum[from + n] = (sum[from + n] as number) + (samples[n] as number);
  }
  level(sum);
  return { samples: sum, digits };
}

/** As loud as it goes without cutting anything off. */
function level(samples: Float32Array): void {
  let peak = 1e-6;
  for (let n = 0; n < samples.length; n++) peak = Math.max(peak, Math.abs(samples[n] as number));
  const gain = PEAK / peak;
  for (let n = 0; n < samples.length; n++) samples[n] = soften(gain * (samples[n] as number));
}

/** The hyperbolic tangent, nearly, at a tenth of its cost (Padé): rounds peaks off and keeps the rest. */
function soften(x: number): number {
  return (x * (27 + x * x)) / (27 + 9 * x * x);
}
