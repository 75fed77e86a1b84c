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
  /** Overwrites all bytes with independent ones, each value equally likely. */
  fill(bytes: Uint8Array): void;
}

/** A uniform number from `low` to below `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + random.float() * (high - low);
}

const BLOCK_BYTES = 2048;
const CIPHER_BYTES = 16;
const NO_BYTES = new Uint8Array(0);
const WORD_RANGE = 2 ** 32;

/** The operating system's CSPRNG: for answers and whatever else a bot might predict. */
export function createSystemRandom(): Random {
  return createRandom(() => randomFillSync(new Uint8Array(BLOCK_BYTES)));
}

/**
 * A deterministic source: the same seed gives the same choices on every machine, and nobody without
 * the seed can tell them from chance (AES-256 in counter mode, NIST SP 800-38A, keyed by the seed).
 * Throws a RangeError unless the seed has 32 bytes.
 */
export function createSeededRandom(seed: Uint8Array): Random {
  return createRandomFamily(seed)(NO_NONCE);
}

const NONCE_BYTES = 12;
const NO_NONCE = new Uint8Array(NONCE_BYTES);

/**
 * Deterministic sources that share a key: each nonce gives its own, as unpredictable without the key
 * as the next. A cipher is set up once for all of them, which takes four times as long as a picture's
 * worth of chance. The first 12 bytes of a nonce count; throws a RangeError if there are fewer, or
 * unless the key has 32 bytes.
 */
export function createRandomFamily(key: Uint8Array): (nonce: Uint8Array) => Random {
  if (key.length !== 32) throw new RangeError('a seed has 32 bytes');
  // Counter mode, with the counters written here: encrypting blocks one by one leaves no state.
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const counters = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(counters.buffer);
  return (nonce) => {
    if (nonce.length < NONCE_BYTES) throw new RangeError('a nonce has at least 12 bytes');
    const [a, b, c] = [wordAt(nonce, 0), wordAt(nonce, 4), wordAt(nonce, 8)];
    let next = 0;
    return createRandom(() => {
      // The array is shared by all sources of the family: each writes its own counters anew.
      for (let at = 0; at < BLOCK_BYTES; at += CIPHER_BYTES) {
        view.setUint32(at, a);
        view.setUint32(at + 4, b);
        view.setUint32(at + 8, c);
        view.setUint32(at + 12, next++);
      }
      return cipher.update(counters);
    });
  };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
}

/** `nextBlock` returns BLOCK_BYTES of chance, which are not used again. */
function createRandom(nextBlock: () => Uint8Array): Random {
  let block: Uint8Array = NO_BYTES;
  let view = new DataView(block.buffer);
  let offset = BLOCK_BYTES;

  function refill(): void {
    block = nextBlock();
    view = new DataView(block.buffer, block.byteOffset, BLOCK_BYTES);
    offset = 0;
  }

  function word(): number {
    if (offset === BLOCK_BYTES) refill();
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
    fill: (bytes) => {
      for (let done = 0; done < bytes.length; ) {
        if (offset === BLOCK_BYTES) refill();
        const part = block.subarray(offset, offset + bytes.length - done);
        bytes.set(part, done);
        done += part.length;
        // Words stay aligned: what is left of the last one is not used.
        offset += Math.ceil(part.length / 4) * 4;
      }
    },
  };
}
