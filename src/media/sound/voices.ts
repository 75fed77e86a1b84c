import { MU_LAW } from './mu-law.ts';
import { type Pack, readClips } from './pack.ts';

/** Of each digit, 0 to 9, samples whose loudness is {@link SPEECH_RMS}. */
export type Voice = readonly Float32Array[];

/** Root mean square of what a voice says: -20 dB, which leaves room for its peaks. */
export const SPEECH_RMS = 0.1;

/** Reads and decodes the voices of a pack: 10 ms for the largest. Throws a VoicePackError. */
export function loadVoices(pack: Pack): readonly Voice[] {
  const bytes = readClips(pack);
  return pack.voices.map(({ clips }) =>
    clips.map(([from, length]) => {
      const samples = new Float32Array(length);
      for (let n = 0; n < length; n++) samples[n] = MU_LAW[bytes[from + n] as number] as number;
      scaleTo(samples, SPEECH_RMS);
      return samples;
    }),
  );
}

/** The root mean square of samples. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < samples.length; n++) sum += (samples[n] as number) ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

/** Makes samples so loud, in place. Silence stays silent. */
export function scaleTo(samples: Float32Array, loudness: number): void {
  const factor = loudness / Math.max(1e-6, rms(samples));
  for (let n = 0; n < samples.length; n++) samples[n] = (samples[n] as number) * factor;
}
