import type { Key, Keys } from '../base/keys.ts';
import { deriveEpochSeed } from '../base/secrets.ts';

/** A time in which all challenges of a key look alike, and the seed of that look. */
export interface Epoch {
  readonly number: number;
  readonly seed: Uint8Array;
}

/** Epochs follow from the key and the wall clock: replicas that share a key change together. */
export interface Epochs {
  /** The present one. */
  now(): Epoch;
  /**
   * The one with this number, of this key: media must look the same to the end, even in the next epoch,
   * and when the key has changed.
   */
  of(number: number, key: Key): Epoch;
}

/** Creates the epochs of some keys, `epochMs` milliseconds each. New ones are of the current key. */
export function createEpochs({ current }: Keys, epochMs: number, nowMs: () => number): Epochs {
  const of = (number: number, { secret } = current): Epoch => ({
    number,
    seed: deriveEpochSeed(secret, number),
  });
  let present = of(Math.floor(nowMs() / epochMs));
  return {
    now: () => {
      const number = Math.floor(nowMs() / epochMs);
      if (number !== present.number) present = of(number);
      return present;
    },
    of: (number, key) =>
      number === present.number && key.id === current.id ? present : of(number, key),
  };
}
