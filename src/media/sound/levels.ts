import type { Level } from '../job.ts';

/** How loud is what disturbs, in decibels, and how many voices babble. */
export interface SoundLevel {
  /** Speech over babble: the seed chooses within these. */
  readonly babbleDb: readonly [low: number, high: number];
  /** Voices that babble at once. */
  readonly streams: number;
  /** Speech over noise. */
  readonly noiseDb: number;
}

/**
 * Four decibels and more leave people with usual hearing 13 over their threshold for digits in noise
 * (-11.5 dB, Smits 2004) and those who hear badly enough to fail a hearing test some. Less costs
 * people as well as programs, and how much is not measured: the other levels are for trouble.
 */
export const SOUND_LEVELS: Readonly<Record<Level, SoundLevel>> = {
  1: { babbleDb: [4, 8], streams: 2, noiseDb: 18 },
  2: { babbleDb: [2, 6], streams: 2, noiseDb: 16 },
  3: { babbleDb: [-1, 3], streams: 3, noiseDb: 14 },
};
