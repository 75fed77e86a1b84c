import { type Blowfish, LANE_WORDS, PLACES, reset, SUBKEYS } from './blowfish.ts';

/** "OrpheanB", the first block of what bcrypt encrypts. */
const TEXT = [0x4f727068, 0x65616e42] as const;
const TIMES = 64;

/** bcrypt under one salt. */
export interface Bcrypt {
  /** How many texts are hashed at a time. */
  readonly lanes: number;
  /** The first eight bytes of the hashes of so many ASCII texts, in hexadecimal digits. */
  hash(texts: readonly string[]): string[];
}

/**
 * bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999) with 2^`cost` rounds, from
 * cost 0. The salt has 16 bytes.
 */
export function createBcrypt(blowfish: Blowfish, salt: readonly number[], cost: number): Bcrypt {
  const { lanes, memory, expand, encrypt } = blowfish;
  const rounds = 2 ** cost;
  const put = (words: readonly number[], place: number, lane: number) =>
    memory.set(words, lane * LANE_WORDS + place);
  for (let lane = 0; lane < lanes; lane++) put(repeat(salt), PLACES.salt, lane);
  return {
    lanes,
    hash: (texts) => {
      for (const [lane, text] of texts.entries()) {
        // With a zero behind it, as versions since `2a` have it.
        const bytes = [...text].map((letter) => letter.charCodeAt(0));
        put(repeat([...bytes, 0]), PLACES.key, lane);
        put(TEXT, PLACES.block, lane);
      }
      reset(blowfish);
      expand(PLACES.key, PLACES.salt);
      for (let round = 0; round < rounds; round++) {
        expand(PLACES.key, PLACES.none);
        expand(PLACES.salt, PLACES.none);
      }
      encrypt(PLACES.block, TIMES);
      return texts.map((_, lane) => {
        const at = lane * LANE_WORDS + PLACES.block;
        return hex(memory[at]) + hex(memory[at + 1]);
      });
    },
  };
}

/** As many words as there are subkeys, in which the bytes repeat. */
function repeat(bytes: readonly number[]): number[] {
  return Array.from({ length: SUBKEYS }, (_, at) =>
    [0, 1, 2, 3].reduce((word, byte) => {
      return (word << 8) | (bytes[(4 * at + byte) % bytes.length] as number);
    }, 0),
  );
}

function hex(word = 0): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
