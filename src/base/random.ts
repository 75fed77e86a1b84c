import { createCipheriv, randomFillSync } from 'node:crypto';

/** A source of uniformly distributed choices. */
export interface Random {
  /** A uniform integer in [0, bound). Throws a RangeError unless 1 <= bound <= 2^32. */
  int(bound: number): number;
  /** A uniform number in [0, 1), in steps of 2^-32. */
  float(): number;
  /** One of the items, each as likely as the others. Throws a RangeError if there are none. */
  pick<T>(items: readonly T[]): T;
  /** A new array with the items in a random order, every order equally likely. */
  shuffle<T>(items: readonly T[]): T[];
}

const BLOCK_BYTES = 2048;
const WORD_RANGE = 2 ** 32;

/** The operating system's CSPRNG: for answers and whatever else a bot might predict. */
export function createSystemRandom(): Random {
  return createRandom((block) => {
    randomFillSync(block);
  });
}

/**
 * A deterministic source: the same seed gives the same choices on every machine, and nobody without
 * the seed can tell them from chance (AES-256 in counter mode, NIST SP 800-38A, keyed by the seed).
 * Throws a RangeError unless the seed has 32 bytes.
 */
export function createSeededRandom(seed: Uint8Array): Random {
  if (seed.length !== 32) throw new RangeError('a seed has 32 bytes');
  const keystream = createCipheriv('aes-256-ctr', seed, new Uint8Array(16));
  const zeros = new Uint8Array(BLOCK_BYTES);
  return createRandom((block) => {
    block.set(keystream.update(zeros));
  });
}

function createRandom(fill: (block: Uint8Array) => void): Random {
  const block = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(block.buffer);
  let offset = BLOCK_BYTES;

  function word(): number {
    if (offset === BLOCK_BYTES) {
      fill(block);
      offset = 0;
    }
    const value = view.getUint32(offset, true);
    offset += 4;
    return value;
  }

  function int(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > WORD_RANGE) {
      throw new RangeError('a bound is an integer from 1 to 2^32');
    }
    // Words of the incomplete last multiple of `bound` would favour small results: drawn again.
    const limit = WORD_RANGE - (WORD_RANGE % bound);
    for (;;) {
      const value = word();
      if (value < limit) return value % bound;
    }
  }

  return {
    int,
    float: () => word() / WORD_RANGE,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[int(items.length)] as (typeof items)[number];
    },
    shuffle: <T>(items: readonly T[]): T[] => {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last--) {
        const other = int(last + 1);
        const moved = result[last] as T;
        result[last] = result[other] as T;
        result[other] = moved;
      }
      return result;
    },
  };
}
