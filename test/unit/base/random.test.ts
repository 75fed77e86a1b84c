import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom, createSystemRandom } from '../../../src/base/random.ts';

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
