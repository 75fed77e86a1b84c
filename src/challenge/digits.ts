import type { Random } from '../base/random.ts';

/** Eight number words of the longest kind with blanks between; longer guesses are wrong unread. */
const MAX_GUESS_LENGTH = 128;

/**
 * What people write for 0 to 9, in the languages that are spoken and, with the same words, in some
 * others. A word that means two digits in two languages must not be here: a test looks.
 */
const WORDS: readonly string[] = [
  'zero oh o nought null zéro cero ноль нуль ゼロ れい まる 零 〇',
  'one eins un une uno um uma один いち 一 壹 壱 幺',
  'two zwei zwo deux dos due dois duas два に 二 两 兩 贰 貳 弐',
  'three drei trois tres tre três три さん 三 叁 參 参',
  'four vier quatre cuatro quattro quatro четыре よん し 四 肆',
  'five fünf fuenf cinq cinco cinque пять ご 五 伍',
  'six sechs seis sei meia шесть ろく 六 陆 陸',
  'seven sieben sept siete sette sete семь なな しち 七 柒',
  'eight acht huit ocho otto oito восемь はち 八 捌',
  'nine neun neuf nueve nove девять きゅう く 九 玖',
];

/** Without case, width and accents: who hears badly and types three for trois still types no accents. */
const fold = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Hiragana as katakana, too. */
const withKatakana = (word: string) => [
  word,
  word.replaceAll(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60)),
];

/** Every folded word and the digit it means. */
export const DIGIT_WORDS: readonly (readonly [word: string, digit: number])[] = WORDS.flatMap(
  (words, digit) =>
    words
      .split(' ')
      .flatMap(withKatakana)
      .map((word) => [fold(word), digit] as const),
);

const MEANT: ReadonlyMap<string, number> = new Map(DIGIT_WORDS);

// The longest first, so that `seis` is not `sei` and a rest. What is between digits does not matter.
const TOKEN = new RegExp(
  `(\\p{Nd})|(${[...MEANT.keys()].sort((a, b) => b.length - a.length).join('|')})|[\\p{P}\\p{Z}\\p{Cc}\\p{Cf}]+`,
  'uy',
);

/** A new answer of so many digits, each with equal chances. */
export function newDigits(random: Random, length: number): string {
  return Array.from({ length }, () => random.int(10)).join('');
}

/**
 * The digits that a guess means, as `0` to `9`: digits of any script, and number words of the languages
 * that are spoken, whatever blanks and marks stand between them. A text with anything else in it means
 * nothing: the empty text. Accepts any text; an answer is its own normal form.
 */
export function normaliseDigits(guess: string): string {
  if (guess.length > MAX_GUESS_LENGTH) return '';
  const text = fold(guess);
  let digits = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) return '';
    const [, digit, word] = found;
    if (digit) digits += digitOf(digit);
    else if (word) digits += MEANT.get(word);
  }
  return digits;
}

/** Digits of a script follow each other from zero to nine (Unicode, 4.6), and so may several scripts. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}
