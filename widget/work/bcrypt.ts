import { type Blowfish, PLACES, reset, SUBKEYS } from './blowfish.ts';

/** "OrpheanB", the first block of what bcrypt encrypts. */
const TEXT = [0x4f727068, 0x65616e42] as const;
const TIMES = 64;

/** bcrypt under one salt. */
export interface Bcrypt {
  /** The first eight bytes of the hash of an ASCII text, in hexadecimal digits. */
  hash(text: string): string;
}

/**
 * bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999) with 2^`cost` rounds, from
 * cost 0. The salt has 16 bytes.
 */
export function createBcrypt(blowfish: Blowfish, salt: readonly number[], cost: number): Bcrypt {
  const { memory, expand, encrypt } = blowfish;
  const { key, salt: saltAt, none, block } = PLACES;
  const rounds = 2 ** cost;
  memory.set(repeat(salt), saltAt);
  return {
    hash: (text) => {
      // With a zero behind it, as versions since `2a` have it.
      memory.set(repeat([...text].map((letter) => letter.charCodeAt(0)).concat(0)), key);
      reset(blowfish);
      expand(key, saltAt);
      for (let round = 0; round < rounds; round++) {
        expand(key, none);
        expand(saltAt, none);
      }
      memory.set(TEXT, block);
      encrypt(block, TIMES);
      return hex(memory[block]) + hex(memory[block + 1]);
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
