import { piWords } from './pi.ts';

/** Words of the state of Blowfish: 18 subkeys, and four boxes of 256 words right behind them. */
export const SUBKEYS = 18;
const BOX = 256;
export const STATE_WORDS = SUBKEYS + 4 * BOX;

/** Where what the steps work on stands, in words from the start of the memory. */
export const PLACES = { key: 1048, salt: 1072, none: 1096, block: 1104 } as const;
const MEMORY_WORDS = 1110;

/** A state of Blowfish in a memory, and the two steps that bcrypt makes of it. */
export interface Blowfish {
  readonly memory: Int32Array;
  /** `ExpandKey`: mixes 18 words at `key` and, block by block, 4 words at `data` into the state. */
  expand(key: number, data: number): void;
  /** Encrypts the block of two words at `block`, so many times over. */
  encrypt(block: number, times: number): void;
}

let initial: Int32Array | undefined;

/** Puts the state back to where every key starts. */
export function reset({ memory }: Blowfish): void {
  initial ??= piWords(STATE_WORDS);
  memory.set(initial);
}

/** Blowfish in JavaScript, for pages whose policy allows no WebAssembly. */
export function createBlowfish(): Blowfish {
  const memory = new Int32Array(MEMORY_WORDS);
  const box = (at: number) => memory.subarray(SUBKEYS + BOX * at, SUBKEYS + BOX * (at + 1));
  const [a, b, c, d] = [box(0), box(1), box(2), box(3)];
  const at = (words: Int32Array, index: number) => words[index] as number;
  let left = 0;
  let right = 0;

  const mix = (x: number) =>
    ((at(a, x >>> 24) + at(b, (x >>> 16) & 255)) ^ at(c, (x >>> 8) & 255)) + at(d, x & 255);

  function encipher(): void {
    let l = left;
    let r = right;
    for (let round = 0; round < 16; round += 2) {
      l ^= at(memory, round);
      r ^= mix(l);
      r ^= at(memory, round + 1);
      l ^= mix(r);
    }
    left = r ^ at(memory, 17);
    right = l ^ at(memory, 16);
  }

  return {
    memory,
    expand: (key, data) => {
      for (let to = 0; to < SUBKEYS; to++) memory[to] = at(memory, to) ^ at(memory, key + to);
      left = 0;
      right = 0;
      for (let to = 0; to < STATE_WORDS; to += 2) {
        left ^= at(memory, data + (to & 2));
        right ^= at(memory, data + (to & 2) + 1);
        encipher();
        memory[to] = left;
        memory[to + 1] = right;
      }
    },
    encrypt: (block, times) => {
      left = at(memory, block);
      right = at(memory, block + 1);
      for (let time = 0; time < times; time++) encipher();
      memory[block] = left;
      memory[block + 1] = right;
    },
  };
}
