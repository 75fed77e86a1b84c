import { createCipheriv } from 'node:crypto';
import { array, assert, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRandomFamily,
  createSeededRandom,
  createSystemRandom,
  type Random,
} from '../../../src/base/random.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);

describe.each([
  ['the system source', createSystemRandom],
  ['a seeded source', () => createSeededRandom(seed(7))],
])('%s', (_name, create) => {
  it('draws integers below the bound, for every bound', async () => {
    const random = create();
    await assert(
      property(integer({ min: 1, max: 2 ** 32 }), (bound) => {
        const value = random.int(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
  });

  it.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('refuses the bound %d', (bound) => {
    expect(() => create().int(bound)).toThrow(RangeError);
  });

  it('draws each of 20 characters equally often', () => {
    const random = create();
    const counts = new Uint32Array(20);
    for (let n = 0; n < 100_000; n++) {
      const drawn = random.int(20);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    // Chi-squared with 19 degrees of freedom exceeds 60 once in 250,000 runs.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquared).toBeLessThan(60);
  });

  it('favours no result of a bound that does not divide the range of its words', () => {
    const random = create();
    // Drawn without care, a third of these would become two thirds.
    const bound = 3 * 2 ** 30;
    let low = 0;
    for (let n = 0; n < 10_000; n++) if (random.int(bound) < 2 ** 30) low++;
    expect(Math.abs(low - 10_000 / 3)).toBeLessThan(300);
  });

  it('draws floats in [0, 1)', () => {
    const random = create();
    for (let n = 0; n < 10_000; n++) {
      const value = random.float();
      expect(value >= 0 && value < 1).toBe(true);
    }
  });

  it('shuffles into every order without loss, and leaves its input alone', () => {
    const random = create();
    const items = ['a', 'b', 'c'];
    const counts = new Map<string, number>();
    for (let n = 0; n < 6000; n++) {
      const order = random.shuffle(items).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    // Seven standard deviations; the naive shuffle misses by 111 and more.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
    expect(items).toEqual(['a', 'b', 'c']);
  });

  it('picks every item, and nothing from nothing', () => {
    const random = create();
    const picked = new Set(Array.from({ length: 200 }, () => random.pick(['x', 'y', 'z'])));
    expect(picked.size).toBe(3);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('fills with each byte equally often, to the last one', () => {
    const random = create();
    const counts = new Uint32Array(256);
    // Lengths that are no multiple of a word or a block, so that seams are among them.
    for (const length of [1, 2, 3, 2047, 2049, 61_439, 62_459]) {
      const bytes = new Uint8Array(length);
      random.fill(bytes);
      for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
    }
    // Chi-squared with 255 degrees of freedom exceeds 370 once in 300,000 runs.
    const chiSquared = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquared).toBeLessThan(370);
  });

  it('fills only what it is given', () => {
    const bytes = new Uint8Array(40);
    create().fill(bytes.subarray(10, 30));
    expect([...bytes.subarray(0, 10), ...bytes.subarray(30)]).toEqual(Array(20).fill(0));
    expect(new Set(bytes.subarray(10, 30)).size).toBeGreaterThan(5);
  });
});

describe('a seed', () => {
  const draw = (bytes: Uint8Array) => {
    const random = createSeededRandom(bytes);
    return Array.from({ length: 2000 }, () => random.int(1e6));
  };

  it('decides every choice', () => {
    expect(draw(seed(1))).toEqual(draw(seed(1)));
    expect(draw(seed(1))).not.toEqual(draw(seed(2)));
  });

  it('gives these choices on every machine and in every version', () => {
    expect(draw(seed(1)).slice(0, 5)).toMatchInlineSnapshot(`
      [
        517938,
        425317,
        562054,
        796542,
        925038,
      ]
    `);
  });

  it('has 32 bytes', () => {
    expect(() => createSeededRandom(new Uint8Array(16))).toThrow(RangeError);
  });
});

describe('a family of sources', () => {
  const nonce = (text: string) => new TextEncoder().encode(text.padEnd(12));
  const take = (random: Random, count: number) =>
    Array.from({ length: count }, () => random.int(2 ** 32));
  const keys = uint8Array({ minLength: 32, maxLength: 32 });
  const nonces = uint8Array({ minLength: 12, maxLength: 32 });

  it('is AES-256 in counter mode, each nonce followed by a count from 0', async () => {
    await assert(
      property(keys, nonces, integer({ min: 1, max: 7000 }), (key, nonce, length) => {
        const bytes = new Uint8Array(length);
        createRandomFamily(key)(nonce).fill(bytes);
        expect(Buffer.compare(bytes, counterMode(key, nonce, length))).toBe(0);
      }),
    );
  });

  it('makes a choice of each word, and uses no byte twice', async () => {
    const uses = array(integer({ min: 0, max: 700 }), { maxLength: 20 });
    await assert(
      property(keys, nonces, uses, (key, nonce, lengths) => {
        const random = createRandomFamily(key)(nonce);
        const stream = counterMode(key, nonce, 40_000);
        let at = 0;
        for (const length of lengths) {
          expect(random.int(2 ** 32)).toBe(stream.readUInt32LE(at));
          at += 4;
          const bytes = new Uint8Array(length);
          random.fill(bytes);
          expect(Buffer.compare(bytes, stream.subarray(at, at + length))).toBe(0);
          at += Math.ceil(length / 4) * 4;
        }
      }),
    );
  });

  it('gives the same choices for the same key and nonce, and others for others', () => {
    const draw = (key: Uint8Array, text: string) => take(createRandomFamily(key)(nonce(text)), 50);
    expect(draw(seed(1), 'one')).toEqual(draw(seed(1), 'one'));
    expect(draw(seed(1), 'one')).not.toEqual(draw(seed(1), 'two'));
    expect(draw(seed(1), 'one')).not.toEqual(draw(seed(2), 'one'));
  });

  it('gives nonces that differ in a single bit nothing in common', () => {
    const family = createRandomFamily(seed(3));
    const seen = new Set<number>();
    for (let bit = 0; bit < 96; bit++) {
      const bytes = new Uint8Array(12);
      bytes[bit >> 3] = 1 << (bit & 7);
      for (const word of take(family(bytes), 20)) seen.add(word);
    }
    // 1920 words of 32 bits: two that are equal would be one in 2,300.
    expect(seen.size).toBe(96 * 20);
  });

  it('lets sources be used alternately: none disturbs another', () => {
    const names = ['one', 'two', 'six'];
    const alone = names.map((name) => take(createRandomFamily(seed(1))(nonce(name)), 3000));
    const family = createRandomFamily(seed(1));
    const sources = names.map((name) => family(nonce(name)));
    const together = names.map((): number[] => []);
    // Steps of different lengths, so that the sources need new blocks at different times.
    for (let round = 0; round < 60; round++) {
      sources.forEach((source, index) => {
        together[index]?.push(...take(source, 10 * (index + 1)));
      });
    }
    names.forEach((_, index) => {
      expect(together[index]).toEqual(alone[index]?.slice(0, 600 * (index + 1)));
    });
  });

  it('begins anew whenever a nonce is used again', () => {
    const family = createRandomFamily(seed(1));
    const first = take(family(nonce('one')), 1000);
    take(family(nonce('two')), 1000);
    expect(take(family(nonce('one')), 1000)).toEqual(first);
  });

  it('reads 12 bytes of a nonce, wherever they lie, when the source is made', () => {
    const family = createRandomFamily(seed(1));
    const expected = take(family(nonce('exactly this')), 600);
    const long = new TextEncoder().encode('not exactly this, and no more');
    const part = long.subarray(4);
    expect(take(family(part), 600)).toEqual(expected);
    const source = family(part);
    long.fill(0);
    expect(take(source, 600)).toEqual(expected);
  });

  it.each([0, 16, 31, 33])('refuses a key of %i bytes', (length) => {
    expect(() => createRandomFamily(new Uint8Array(length))).toThrow(RangeError);
  });

  it.each([0, 11])('refuses a nonce of %i bytes', (length) => {
    const family = createRandomFamily(seed(1));
    expect(() => family(new Uint8Array(length))).toThrow(RangeError);
  });
});

/** Zeros encrypted by OpenSSL's own counter mode: the stream itself. */
function counterMode(key: Uint8Array, nonce: Uint8Array, length: number): Buffer {
  const counter = Buffer.concat([nonce.subarray(0, 12), Buffer.alloc(4)]);
  return createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(length));
}
