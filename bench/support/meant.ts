import { ALPHABET, normalise } from '../../src/challenge/answer.ts';

/** What the check of an answer takes each printable ASCII character for: a D is right for an O. */
export function meantByTyped(): Record<string, string> {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  return Object.fromEntries(
    printable
      .map((typed) => [typed, normalise(typed, { caseSensitive: false })] as const)
      .filter(([, letter]) => letter.length === 1 && ALPHABET.includes(letter)),
  );
}
