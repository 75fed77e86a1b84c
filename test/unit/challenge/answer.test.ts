import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSystemRandom } from '../../../src/base/random.ts';
import { ALPHABET, newAnswer, normalise } from '../../../src/challenge/answer.ts';

const forgiving = { caseSensitive: false };
const exact = { caseSensitive: true };
const answers = array(constantFrom(...ALPHABET), { minLength: 4, maxLength: 10 }).map((c) =>
  c.join(''),
);

describe('a new answer', () => {
  it('has the length asked for and only characters of the alphabet', async () => {
    await assert(
      property(integer({ min: 1, max: 12 }), (length) => {
        expect(newAnswer(createSystemRandom(), length)).toMatch(
          new RegExp(`^[${ALPHABET}]{${length}}$`),
        );
      }),
    );
  });

  it('does not come twice in ten thousand', () => {
    const random = createSystemRandom();
    // 19^10 answers: a repetition would be one in 100,000.
    const made = Array.from({ length: 10_000 }, () => newAnswer(random, 10));
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('a guess', () => {
  it('that repeats the answer is the answer', async () => {
    await assert(
      property(answers, (answer) => {
        expect(normalise(answer, forgiving)).toBe(answer);
        expect(normalise(answer, exact)).toBe(answer);
      }),
    );
  });

  it('may be in small letters, full width, and between blanks', async () => {
    const wide = (text: string) =>
      Array.from(text, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join('');
    const blanks = array(
      constantFrom(' ', '\t', '\n', '\u00a0', '\u3000', '\u200b', '\u200e', '\ufeff'),
      {
        maxLength: 5,
      },
    ).map((b) => b.join(''));
    await assert(
      property(answers, blanks, blanks, (answer, before, after) => {
        expect(normalise(before + answer.toLowerCase() + after, forgiving)).toBe(answer);
        expect(normalise(before + wide(answer) + after, forgiving)).toBe(answer);
      }),
    );
  });

  it.each([
    ['0CE', 'OCE'],
    ['q1l', 'OLL'],
    ['d|!', 'OLL'],
    ['5$Z', 'SS2'],
    ['vjb8', 'UU33'],
    ['4', 'A'],
    ['frg6', 'EPCC'],
    ['АСЕНКМОРТХУ', 'ACEHKMOPTXY'],
    ['ΑΕΗΚΜΝΟΡΤΥΧ', 'AEHKMNOPTYX'],
  ])('%s may stand for %s', (guess, answer) => {
    expect(normalise(guess, forgiving)).toBe(answer);
  });

  it('must be in capitals if case matters', () => {
    expect(normalise('ace', exact)).not.toBe('ACE');
    expect(normalise(' ACE ', exact)).toBe('ACE');
  });

  it('never stands for two answers: no character of the alphabet becomes another', () => {
    for (const character of ALPHABET) expect(normalise(character, forgiving)).toBe(character);
  });

  it('can be any text and stays short', async () => {
    await assert(
      property(string({ unit: 'binary', maxLength: 200 }), (guess) => {
        expect(normalise(guess, forgiving).length).toBeLessThan(64 * 20);
      }),
    );
    expect(normalise('\ufdfa'.repeat(10_000), forgiving)).toBe('');
    expect(normalise(' '.repeat(1e6), forgiving)).toBe('');
  });

  it('keeps what stands between its characters: a blank inside is not forgiven', () => {
    expect(normalise('AC EH', forgiving)).not.toBe('ACEH');
  });
});
