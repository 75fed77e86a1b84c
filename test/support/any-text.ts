import { type Arbitrary, nat, oneof, string } from 'fast-check';

/** ASCII as often as all of Unicode, with halves of surrogate pairs that stand alone. */
const character = oneof(nat(0x7f), nat(0x10ffff)).map((point) => String.fromCodePoint(point));

/**
 * Any text of at most so many characters. Not the library's `unit: 'binary'`: that takes seconds before its
 * first text.
 */
export function anyText(maxLength: number): Arbitrary<string> {
  return string({ unit: character, maxLength });
}
