import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSystemRandom } from '../../../src/base/random.ts';
import { ALPHABET, newAnswer, normalise } from '../../../src/challenge/answer.ts';
import { anyText } from '../../support/any-text.ts';

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

  it('uses each character of the alphabet equally often, in every place', () => {
    const random = createSystemRandom();
    const made = Array.from({ length: 15_000 }, () => newAnswer(random, 4));
    for (let place = 0; place < 4; place++) {
      const counts = Array.from(
        ALPHABET,
        (character) => made.filter((answer) => answer[place] === character).length,
      );
      // Chi-squared with 14 degrees of freedom exceeds 55 once in a million places.
      const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      expect(chiSquared).toBeLessThan(55);
    }
  });

  it('does not come twice in three thousand', () => {
    const random = createSystemRandom();
    // 15^10 answers: a repetition would be one in 100,000.
    const made = Array.from({ length: 3000 }, () => newAnswer(random, 10));
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

  // Latin letters and digits, then Cyrillic and Greek ones.
  it.each([
    ['A', '4', '\u0410\u0391'],
    ['E', 'F', '\u0415\u0395'],
    ['H', 'N', '\u041d\u0397\u039d'],
    ['K', '', '\u041a\u039a'],
    ['L', '1I|!', '\u0406\u0399'],
    ['M', '', '\u041c\u039c'],
    ['O', '0QDCG69', '\u041e\u039f\u0421'],
    ['P', 'R', '\u0420\u03a1'],
    ['S', '5$8B', '\u0405'],
    ['T', '7', '\u0422\u03a4'],
    ['U', 'VJ', '\u0408'],
    ['W', '', ''],
    ['Y', 'X', '\u0425\u03a7\u0423\u03a5\u04ae'],
    ['2', 'Z', ''],
    ['3', '', '\u0417'],
  ])(
    'may have for %s one of "%s", or a Cyrillic or Greek letter of its shape: "%s"',
    (meant, latin, others) => {
      for (const typed of latin + others) {
        expect(normalise(typed, forgiving), typed).toBe(meant);
        expect(normalise(typed.toLowerCase(), forgiving), typed).toBe(meant);
        expect(normalise(typed, exact), typed).toBe(meant);
      }
    },
  );

  it('forgives whichever letter or digit somebody sees: each stands for one of the alphabet', () => {
    for (const typed of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') {
      expect(ALPHABET).toContain(normalise(typed, forgiving));
    }
  });

  it.each([
    ['0cE', 'OOE'],
    ['q1l', 'OLL'],
    ['5$Z', 'SS2'],
    ['vjb8', 'UUSS'],
    ['АСЕНКМОРТХУ', 'AOEHKMOPTYY'],
    ['ΑΕΗΚΜΝΟΡΤΥΧ', 'AEHKMHOPTYY'],
  ])('%s may stand for %s', (guess, answer) => {
    expect(normalise(guess, forgiving)).toBe(answer);
  });

  it('must be in capitals if case matters', () => {
    expect(normalise('aeh', exact)).not.toBe('AEH');
    expect(normalise(' AEH ', exact)).toBe('AEH');
  });

  it('of another shape is another answer', () => {
    const meanings = Array.from(ALPHABET, (character) => normalise(character, forgiving));
    expect(new Set(meanings).size).toBe(ALPHABET.length);
    for (const typed of 'Ж*%é') expect(ALPHABET).not.toContain(normalise(typed, forgiving));
  });

  it('never stands for two answers: no character of the alphabet becomes another', () => {
    for (const character of ALPHABET) expect(normalise(character, forgiving)).toBe(character);
  });

  it('can be any text and stays short', async () => {
    await assert(
      property(anyText(200), (guess) => {
        expect(normalise(guess, forgiving).length).toBeLessThan(64 * 20);
      }),
    );
    expect(normalise(`${' '.repeat(58)}AEHKLM`, forgiving)).toBe('AEHKLM');
    expect(normalise(`${' '.repeat(59)}AEHKLM`, forgiving)).toBe('');
    expect(normalise('\ufdfa'.repeat(10_000), forgiving)).toBe('');
    expect(normalise(' '.repeat(1e6), forgiving)).toBe('');
  });

  it('keeps what stands between its characters: a blank inside is not forgiven', () => {
    expect(normalise('AE HK', forgiving)).not.toBe('AEHK');
  });
});
