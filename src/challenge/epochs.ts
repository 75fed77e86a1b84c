import { deriveEpochSeed } from '../base/secrets.ts';

/** A time in which all challenges look alike, and the seed of that look. */
export interface Epoch {
  readonly number: number;
  readonly seed: Uint8Array;
}

/** Epochs follow from the key and the wall clock: replicas that share a key change together. */
export interface Epochs {
  /** The present one. */
  now(): Epoch;
  /** The one with this number: media must look the same to the end, even in the next epoch. */
  of(number: number): Epoch;
}

/** Creates the epochs of a key, `epochMs` milliseconds each. */
export function createEpochs(secretKey: string, epochMs: number, nowMs: () => number): Epochs {
  const of = (number: number): Epoch => ({ number, seed: deriveEpochSeed(secretKey, number) });
  let present = of(Math.floor(nowMs() / epochMs));
  return {
    now: () => {
      const number = Math.floor(nowMs() / epochMs);
      if (number !== present.number) present = of(number);
      return present;
    },
    of: (number) => (number === present.number ? present : of(number)),
  };
}
