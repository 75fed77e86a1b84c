import { piWords } from './pi.ts';

/** Words of the state of Blowfish: 18 subkeys, and four boxes of 256 words right behind them. */
export const SUBKEYS = 18;
const BOX = 256;
export const STATE_WORDS = SUBKEYS + 4 * BOX;

/** Where what the steps work on stands, in words from the start of a lane. */
export const PLACES = { key: 1048, salt: 1072, none: 1096, block: 1104, chain: 1106 } as const;
export const LANE_WORDS = 1108;

/** States of Blowfish side by side in a memory, and the two steps that bcrypt makes of them. */
export interface Blowfish {
  /** How many states there are, each in a lane of its own. All do the same step at a time. */
  readonly lanes: number;
  readonly memory: Int32Array;
  /** `ExpandKey`: mixes 18 words at `key` and, block by block, 4 words at `data` into the state. */
  expand(key: number, data: number): void;
  /** Encrypts the block of two words at `block`, so many times over. */
  encrypt(block: number, times: number): void;
}

let initial: Int32Array | undefined;

/** Puts the states back to where every key starts. */
export function reset({ lanes, memory }: Blowfish): void {
  initial ??= piWords(STATE_WORDS);
  for (let lane = 0; lane < lanes; lane++) memory.set(initial, lane * LANE_WORDS);
}

/** Blowfish in JavaScript, for pages whose policy allows no WebAssembly. */
export function createBlowfish(): Blowfish {
  const memory = new Int32Array(LANE_WORDS);
  return {
    lanes: 1,
    memory,
    expand: (key, data) => {
      for (let at = 0; at < SUBKEYS; at++) memory[at] = word(memory, at) ^ word(memory, key + at);
      memory.fill(0, PLACES.chain, PLACES.chain + 2);
      encryptChain(memory, PLACES.chain, data, 0, STATE_WORDS);
    },
    encrypt: (block, times) => {
      for (let time = 0; time < times; time++) {
        encryptChain(memory, block, PLACES.none, block, block + 2);
      }
    },
  };
}

/**
 * Encrypts the block at `block`, then each result anew, mixed with two by two of the four words at
 * `data`, and writes every result from `start` to `end`, which may be the state. All in locals, and
 * with one array for all boxes: so it takes a quarter less, and about what WebAssembly does.
 */
function encryptChain(
  memory: Int32Array,
  block: number,
  data: number,
  start: number,
  end: number,
): void {
  let left = word(memory, block);
  let right = word(memory, block + 1);
  for (let at = start; at < end; at += 2) {
    let l = left ^ word(memory, data + (at & 2));
    let r = right ^ word(memory, data + (at & 2) + 1);
    for (let round = 0; round < 16; round += 2) {
      l ^= word(memory, round);
      r ^= mix(memory, l);
      r ^= word(memory, round + 1);
      l ^= mix(memory, r);
    }
    left = r ^ word(memory, 17);
    right = l ^ word(memory, 16);
    memory[at] = left;
    memory[at + 1] = right;
  }
}

function mix(memory: Int32Array, x: number): number {
  const first = word(memory, SUBKEYS + (x >>> 24));
  const second = word(memory, SUBKEYS + BOX + ((x >>> 16) & 255));
  const third = word(memory, SUBKEYS + 2 * BOX + ((x >>> 8) & 255));
  return (((first + second) ^ third) + word(memory, SUBKEYS + 3 * BOX + (x & 255))) | 0;
}

function word(memory: Int32Array, at: number): number {
  return memory[at] as number;
}
