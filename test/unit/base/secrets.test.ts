import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantTimeEqual,
  deriveEpochSeed,
  deriveSeed,
  newId,
  newKey,
} from '../../../src/base/secrets.ts';

describe('ids and keys', () => {
  it('are never the same twice', () => {
    expect(new Set(Array.from({ length: 10_000 }, newId)).size).toBe(10_000);
    expect(newKey()).not.toBe(newKey());
  });

  it('are version 4 UUIDs, and 256 bits in hexadecimal', () => {
    expect(newId()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(newKey()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a derived seed', () => {
  const hex = (...parts: [string, string, ...string[]]) =>
    Buffer.from(deriveSeed(...parts)).toString('hex');

  it('depends on the key, the purpose and every part', () => {
    const seeds = [
      hex('key', 'picture', 'id', 'answer'),
      hex('yek', 'picture', 'id', 'answer'),
      hex('key', 'sound', 'id', 'answer'),
      hex('key', 'picture', 'di', 'answer'),
      hex('key', 'picture', 'id', 'rewsna'),
      hex('key', 'picture', 'ida', 'nswer'),
      hex('key', 'picture', 'idanswer'),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(hex('key', 'picture', 'id', 'answer')).toBe(seeds[0]);
  });

  it('has 32 bytes', () => {
    expect(deriveSeed('key', 'picture')).toHaveLength(32);
  });
});

describe('the seed of an epoch', () => {
  it('is derived from the key and the number, and needs the key', () => {
    const seed = deriveEpochSeed('key', 7);
    expect(seed.subarray(0, 31)).toEqual(deriveSeed('key', 'epoch', '7').subarray(0, 31));
    expect(deriveEpochSeed('another key', 7)).not.toEqual(seed);
    expect(deriveEpochSeed('key', 9)).not.toEqual(seed);
  });

  it('ends in the lowest bit of the number', () => {
    for (const number of [0, 1, 2, 3, 494_213, 494_214]) {
      const last = deriveEpochSeed('key', number)[31] ?? 0;
      expect(last & 1).toBe(number & 1);
      expect(last >> 1).toBe((deriveSeed('key', 'epoch', String(number))[31] ?? 0) >> 1);
    }
  });
});

describe('comparing in constant time', () => {
  it('agrees with ===', async () => {
    await assert(
      property(string(), string(), (left, right) => {
        expect(constantTimeEqual(left, right)).toBe(left === right);
        expect(constantTimeEqual(left, left)).toBe(true);
      }),
    );
  });
});
