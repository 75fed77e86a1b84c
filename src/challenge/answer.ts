import type { Random } from '../base/random.ts';

/**
 * The characters that answers are made of: one of each group that people confuse where letters change
 * between ink and paper. Readers saw an X in a Y, a K or a 7, a T in a 7 and a U in a J, which cost
 * them one picture in six: those are left out. 15 characters in 6 places are 1.1 * 10^7 answers, for
 * one guess a picture.
 */
export const ALPHABET = 'AEHKLMOPSTUWY23';

/**
 * No guess of a person is longer, blanks and typing errors included. Longer ones are wrong without
 * a closer look: compatibility normalisation can make a text eighteen times as long (UAX #15).
 */
const MAX_GUESS_LENGTH = 64;

/**
 * What is typed for a character of the alphabet: look-alikes that the alphabet leaves out, and the
 * same shapes on Cyrillic and Greek keyboards (Unicode's confusables.txt, UTS #39).
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: '4АΑ',
  E: 'FЕΕ',
  H: 'NНΗΝ',
  K: 'КΚ',
  L: '1I|!ІΙ',
  M: 'МΜ',
  O: '0QDCG69ОΟС',
  P: 'RРΡ',
  S: '5$8BЅ',
  T: '7ТΤ',
  U: 'VJЈ',
  Y: 'XХΧУΥҮ',
  2: 'Z',
  3: 'З',
};

const MEANT: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([meant, typed]) => [...typed].map((t) => [t, meant])),
);

/** How guesses are compared. */
export interface NormaliseOptions {
  /** Whether `a` for A is wrong. */
  readonly caseSensitive: boolean;
}

/** A new answer of `length` characters, each drawn from the alphabet with equal chances. */
export function newAnswer(random: Random, length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(random.int(ALPHABET.length))).join('');
}

/**
 * What a guess means, so that equal meanings are equal texts: without surrounding blanks and
 * invisible characters, in ordinary width (NFKC), look-alikes as the character in the alphabet, and,
 * unless `caseSensitive`, in capitals. Accepts any text; an answer is its own normal form.
 */
export function normalise(guess: string, { caseSensitive }: NormaliseOptions): string {
  if (guess.length > MAX_GUESS_LENGTH) return '';
  const plain = guess.normalize('NFKC').replaceAll(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
  const cased = caseSensitive ? plain : plain.toUpperCase();
  return Array.from(cased, (character) => MEANT.get(character) ?? character).join('');
}
