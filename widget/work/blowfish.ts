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

const LANES = 2;

/** Blowfish in JavaScript, for pages whose policy allows no WebAssembly. */
export function createBlowfish(): Blowfish {
  const memory = new Int32Array(LANES * LANE_WORDS);
  return {
    lanes: LANES,
    memory,
    expand: (key, data) => {
      for (let lane = 0; lane < memory.length; lane += LANE_WORDS) {
        for (let at = lane; at < lane + SUBKEYS; at++) {
          memory[at] = word(memory, at) ^ word(memory, key + at);
        }
        memory.fill(0, lane + PLACES.chain, lane + PLACES.chain + 2);
      }
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
 * `data`, and writes every result from `start` to `end`, which may be the state. Both lanes at once, all
 * in locals, and with one array for all boxes: so a hash takes little more than half as long.
 */
function encryptChain(
  memory: Int32Array,
  block: number,
  data: number,
  start: number,
  end: number,
): void {
  let l = word(memory, block);
  let r = word(memory, block + 1);
  let l2 = word(memory, LANE_WORDS + block);
  let r2 = word(memory, LANE_WORDS + block + 1);
  for (let at = start; at < end; at += 2) {
    const from = data + (at & 2);
    l ^= word(memory, from);
    r ^= word(memory, from + 1);
    l2 ^= word(memory, LANE_WORDS + from);
    r2 ^= word(memory, LANE_WORDS + from + 1);
    for (let round = 0; round < 16; round += 2) {
      l ^= word(memory, round);
      l2 ^= word(memory, LANE_WORDS + round);
      r ^= mix(memory, 0, l);
      r2 ^= mix(memory, LANE_WORDS, l2);
      r ^= word(memory, round + 1);
      r2 ^= word(memory, LANE_WORDS + round + 1);
      l ^= mix(memory, 0, r);
      l2 ^= mix(memory, LANE_WORDS, r2);
    }
    const right = l ^ word(memory, 16);
    l = r ^ word(memory, 17);
    r = right;
    const right2 = l2 ^ word(memory, LANE_WORDS + 16);
    l2 = r2 ^ word(memory, LANE_WORDS + 17);
    r2 = right2;
    memory[at] = l;
    memory[at + 1] = r;
    memory[LANE_WORDS + at] = l2;
    memory[LANE_WORDS + at + 1] = r2;
  }
}

function mix(memory: Int32Array, lane: number, x: number): number {
  const boxes = lane + SUBKEYS;
  const first = word(memory, boxes + (x >>> 24));
  const second = word(memory, boxes + BOX + ((x >>> 16) & 255));
  const third = word(memory, boxes + 2 * BOX + ((x >>> 8) & 255));
  return (((first + second) ^ third) + word(memory, boxes + 3 * BOX + (x & 255))) | 0;
}

function word(memory: Int32Array, at: number): number {
  return memory[at] as number;
}
