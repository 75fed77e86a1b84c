import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSystemRandom } from '../../../src/base/random.ts';
import { DIGIT_WORDS, newDigits, normaliseDigits } from '../../../src/challenge/digits.ts';
import { anyText } from '../../support/any-text.ts';

const answers = array(integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 10 });
const scripts = {
  'full-width': '０',
  'Arabic-Indic': '٠',
  'Extended Arabic-Indic': '۰',
  Devanagari: '०',
  Bengali: '০',
  Tamil: '௦',
  Thai: '๐',
  Khmer: '០',
  Adlam: '\u{1e950}',
  'mathematical monospace': '\u{1d7f6}',
};

describe('new digits', () => {
  it('are as many as asked for, and each of the ten comes equally often', () => {
    const random = createSystemRandom();
    const made = Array.from({ length: 2000 }, () => newDigits(random, 5));
    expect(made.every((answer) => /^[0-9]{5}$/.test(answer))).toBe(true);
    const counts = Array.from('0123456789', (digit) => made.join('').split(digit).length - 1);
    // Chi-squared with 9 degrees of freedom exceeds 46 once in a million runs.
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(46);
  });
});

describe('a guess', () => {
  it('is its own meaning if it is digits', () => {
    void assert(
      property(answers, (digits) => {
        expect(normaliseDigits(digits.join(''))).toBe(digits.join(''));
      }),
    );
  });

  it.each(Object.entries(scripts))('may be written in %s digits', (_script, zero) => {
    const start = zero.codePointAt(0) as number;
    void assert(
      property(answers, (digits) => {
        const guess = digits.map((digit) => String.fromCodePoint(start + digit)).join('');
        expect(normaliseDigits(guess)).toBe(digits.join(''));
      }),
    );
  });

  it('may be written in every script that Unicode has digits for', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => /\p{Nd}/u.test(character));
    expect(all.length).toBeGreaterThan(600);
    const meant = all.map(normaliseDigits).join('');
    expect(meant).toBe('0123456789'.repeat(all.length / 10));
  });

  it.each([
    ['482 093', '482093'],
    [' 4-8-2,0.9 3\n', '482093'],
    ['4\u200b82\ufeff093', '482093'],
    ['四八二〇九三', '482093'],
    ['零一两三', '0123'],
    ['four eight two oh nine three', '482093'],
    ['Vier, acht, ZWO, null, neun, drei', '482093'],
    ['quatre huit deux zéro neuf trois', '482093'],
    ['quatro oito dois zero nove três', '482093'],
    ['cuatro ocho dos cero nueve tres', '482093'],
    ['quattro otto due zero nove tre', '482093'],
    ['четыре восемь два ноль девять три', '482093'],
    ['よん はち に ゼロ きゅう さん', '482093'],
    ['ヨンハチニゼロキュウサン', '482093'],
    ['fünf funf fuenf FU\u0308NF', '5555'],
    ['seis sei siete sette sieben', '66777'],
    ['3 three ③ 三', '3333'],
    [`1${' '.repeat(126)}2`, '12'],
  ])('%j means %j', (guess, meant) => {
    expect(normaliseDigits(guess)).toBe(meant);
  });

  it.each(['', ' ', 'x', '12x', 'twenty', 'sixty', '½', '1+1', '1'.repeat(129), '四十二'])(
    '%j means nothing',
    (guess) => {
      expect(normaliseDigits(guess)).toBe('');
    },
  );

  it('may be any text: what comes out is digits or nothing', () => {
    void assert(
      property(anyText(300), (guess) => {
        expect(normaliseDigits(guess)).toMatch(/^[0-9]*$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('means the same once it is normal', () => {
    void assert(
      property(array(constantFrom(...DIGIT_WORDS), { maxLength: 8 }), (words) => {
        const meant = words.map(([, digit]) => digit).join('');
        const guess = words.map(([word]) => word).join(' ');
        expect(normaliseDigits(guess)).toBe(meant);
        expect(normaliseDigits(normaliseDigits(guess))).toBe(meant);
      }),
    );
  });
});

describe('a number word', () => {
  it('means one digit, whatever language it is taken for', () => {
    const seen = new Map<string, number>();
    for (const [word, digit] of DIGIT_WORDS) {
      expect(seen.get(word) ?? digit, word).toBe(digit);
      seen.set(word, digit);
    }
    expect(seen.size).toBeGreaterThan(90);
  });
});
