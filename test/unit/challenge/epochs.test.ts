import { expect, it } from 'vitest';
import { createKeys } from '../../../src/base/keys.ts';
import { deriveEpochSeed } from '../../../src/base/secrets.ts';
import { createEpochs } from '../../../src/challenge/epochs.ts';

const SECRET = 'k'.repeat(32);
const OTHER = 'x'.repeat(32);
const keys = createKeys(SECRET, [OTHER]);
const [key, other] = keys.all as unknown as [typeof keys.current, typeof keys.current];

it('an epoch is one for as long as it lasts, and follows from the key', () => {
  const clock = { nowMs: 7000 };
  const epochs = createEpochs(keys, 1000, () => clock.nowMs);
  const first = epochs.now();
  expect(first).toEqual({ number: 7, seed: deriveEpochSeed(SECRET, 7) });
  clock.nowMs = 7999;
  // Its seed is not derived again for each picture.
  expect(epochs.now()).toBe(first);
  expect(epochs.of(7, key)).toBe(first);
  clock.nowMs = 8000;
  expect(epochs.now()).toEqual({ number: 8, seed: deriveEpochSeed(SECRET, 8) });
});

it('an epoch that is over, or is of another key, looks as it did', () => {
  const epochs = createEpochs(keys, 1000, () => 7000);
  expect(epochs.of(6, key)).toEqual({ number: 6, seed: deriveEpochSeed(SECRET, 6) });
  expect(epochs.of(7, other)).toEqual({ number: 7, seed: deriveEpochSeed(OTHER, 7) });
});
