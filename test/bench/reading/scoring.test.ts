import { describe, expect, it } from 'vitest';
import { align, scoreReadings, wilsonInterval } from '../../../bench/reading/scoring.ts';

const numbered = (...texts: string[]) => new Map(texts.map((text, index) => [index + 1, text]));

describe('the score of a reading', () => {
  it('counts what the service accepts: small letters and look-alikes', () => {
    const score = scoreReadings(numbered('AEHKLM', 'O2PSUT'), numbered('aehklm', '0zr5v7'));
    expect(score).toMatchObject({ pictures: 2, whole: 2, charactersRight: 12, confusions: [] });
  });

  it('does not call the rest wrong after a character that was left out', () => {
    const score = scoreReadings(numbered('AEHKLM'), numbered('AHKLM'));
    expect(score).toMatchObject({ whole: 0, characters: 6, charactersRight: 5 });
    expect(score.confusions).toEqual([{ meant: 'E', read: '', times: 1 }]);
  });

  it('counts an added character as a fault of the picture, not of a character', () => {
    const score = scoreReadings(numbered('AEHKLM'), numbered('AEUHKLM'));
    expect(score).toMatchObject({ whole: 0, charactersRight: 6 });
    expect(score.confusions).toEqual([{ meant: '', read: 'U', times: 1 }]);
  });

  it('lists the pairs that are confused, the most frequent first', () => {
    const score = scoreReadings(numbered('HHAE', 'HOAE'), numbered('KKAE', 'KUAE'));
    expect(score.confusions).toEqual([
      { meant: 'H', read: 'K', times: 3 },
      { meant: 'O', read: 'U', times: 1 },
    ]);
  });

  it('has all characters of an unreadable picture wrong, and none of them confused', () => {
    const score = scoreReadings(numbered('AEHKLM', 'MHOPST'), numbered('?', 'MHOPST'));
    expect(score).toEqual({
      pictures: 2,
      whole: 1,
      unread: 1,
      characters: 12,
      charactersRight: 6,
      confusions: [],
    });
  });

  it('has a picture without a line unread, so that nobody skips the hard ones', () => {
    const score = scoreReadings(numbered('AEHKLM', 'MHOPST'), new Map([[2, 'MHOPST']]));
    expect(score).toMatchObject({ pictures: 2, whole: 1, unread: 1 });
  });

  it('accepts no reading with a blank inside, as the service accepts none', () => {
    expect(scoreReadings(numbered('AEHKLM'), numbered('AEH KLM')).whole).toBe(0);
  });

  it('refuses a reading of a picture that does not exist', () => {
    const readings = new Map([[3, 'AEHKLM']]);
    expect(() => scoreReadings(numbered('AEHKLM'), readings)).toThrow('there is no picture 3');
  });
});

describe('the alignment of two texts', () => {
  it.each([
    ['', '', []],
    [
      'AC',
      '',
      [
        ['A', ''],
        ['C', ''],
      ],
    ],
    [
      '',
      'AC',
      [
        ['', 'A'],
        ['', 'C'],
      ],
    ],
    [
      'AC',
      'AX',
      [
        ['A', 'A'],
        ['C', 'X'],
      ],
    ],
    [
      'ACE',
      'CEX',
      [
        ['A', ''],
        ['C', 'C'],
        ['E', 'E'],
        ['', 'X'],
      ],
    ],
  ] as const)('of %j and %j is %j', (from, to, pairs) => {
    expect(align(from, to)).toEqual(pairs);
  });

  it('takes a character outside the basic plane as one', () => {
    expect(align('AC', '𝟚C')).toEqual([
      ['A', '𝟚'],
      ['C', 'C'],
    ]);
  });
});

describe('the Wilson interval', () => {
  // Values of the formula as published tables give them: Agresti and Coull 1998, Newcombe 1998.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i goes from %f to %f', (right, all, least, most) => {
    const [from, to] = wilsonInterval(right, all);
    expect(from).toBeCloseTo(least, 4);
    expect(to).toBeCloseTo(most, 4);
  });

  it('ends at 1 where everything is right, and starts below it', () => {
    const [from, to] = wilsonInterval(20, 20);
    expect(from).toBeCloseTo(0.8389, 4);
    expect(to).toBe(1);
  });
});
