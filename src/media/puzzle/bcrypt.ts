import type { PuzzleJob } from '../job.ts';
import { piWords } from './pi.ts';

/** Words of the state of Blowfish: 18 subkeys, and four boxes of 256 words. */
const SUBKEYS = 18;
const BOX = 256;
const STATE = SUBKEYS + 4 * BOX;
const INITIAL = piWords(STATE);

/** "OrpheanB", the first block of what bcrypt encrypts, and how often. */
const TEXT = [0x4f727068, 0x65616e42] as const;
const TIMES = 64;

const NO_TEXT = [0, 0] as const;
const NOTHING = new Int32Array(4);

/**
 * The first eight bytes of the bcrypt hash of an ASCII text of at most 71 characters, in hexadecimal
 * digits, with 2^`cost` rounds (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999; Node
 * has none of its own). The salt has 16 bytes. For puzzles, not for passwords: costs start at 0,
 * which takes a tenth of a millisecond.
 */
export function bcryptHead(text: string, salt: Uint8Array, cost: number): string {
  const state = INITIAL.slice();
  const key = repeat(Buffer.from(`${text}\0`, 'latin1'));
  const saltWords = repeat(salt);
  expand(state, key, saltWords);
  for (let round = 0; round < 2 ** cost; round++) {
    expand(state, key, NOTHING);
    expand(state, saltWords, NOTHING);
  }
  const blocks = new Int32Array(2 * TIMES);
  encryptChain(state, TEXT, NOTHING, blocks);
  return hex(blocks.at(-2)) + hex(blocks.at(-1));
}

/** The heads of the hashes of all texts of a job, eight bytes each. */
export function hashTexts({ texts, salt, cost }: PuzzleJob): Uint8Array {
  return Buffer.from(texts.map((text) => bcryptHead(text, salt, cost)).join(''), 'hex');
}

/** `ExpandKey`: mixes a key and, block by block, four words of a salt into the state. */
function expand(state: Int32Array, key: Int32Array, salt: Int32Array): void {
  for (let at = 0; at < SUBKEYS; at++) state[at] = word(state, at) ^ word(key, at);
  encryptChain(state, NO_TEXT, salt, state);
}

/**
 * Encrypts `text`, then each result anew, mixed with the next two of the four words of `salt`, and
 * writes every result to `into`, which may be the state. All in locals: as a call for each block it
 * takes three times as long.
 */
function encryptChain(
  state: Int32Array,
  text: readonly [number, number],
  salt: Int32Array,
  into: Int32Array,
): void {
  let [left, right] = text;
  for (let at = 0; at < into.length; at += 2) {
    let l = left ^ word(salt, at & 2);
    let r = right ^ word(salt, (at & 2) + 1);
    for (let round = 0; round < 16; round += 2) {
      l ^= word(state, round);
      r ^= mix(state, l);
      r ^= word(state, round + 1);
      l ^= mix(state, r);
    }
    left = r ^ word(state, 17);
    right = l ^ word(state, 16);
    into[at] = left;
    into[at + 1] = right;
  }
}

function mix(state: Int32Array, x: number): number {
  const first = word(state, SUBKEYS + (x >>> 24));
  const second = word(state, SUBKEYS + BOX + ((x >>> 16) & 255));
  const third = word(state, SUBKEYS + 2 * BOX + ((x >>> 8) & 255));
  return (((first + second) ^ third) + word(state, SUBKEYS + 3 * BOX + (x & 255))) | 0;
}

/** As many words as there are subkeys, in which the bytes repeat. */
function repeat(bytes: Uint8Array): Int32Array {
  const repeated = Buffer.alloc(4 * SUBKEYS, bytes);
  return new Int32Array(SUBKEYS).map((_, at) => repeated.readInt32BE(4 * at));
}

function hex(value = 0): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function word(words: Int32Array, at: number): number {
  return words[at] as number;
}
