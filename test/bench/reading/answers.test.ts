import { describe, expect, it } from 'vitest';
import { formatAnswers, parseNumbered, parseSetName } from '../../../bench/reading/answers.ts';

const set = { style: 'served', level: 2, view: 'plain' };

describe('a file of answers', () => {
  const file = formatAnswers(set, ['ACEHKL', 'MNOPST']);

  it('gives back the texts by number and what was drawn', () => {
    expect(Object.fromEntries(parseNumbered(file))).toEqual({ 1: 'ACEHKL', 2: 'MNOPST' });
    expect(parseSetName(file)).toEqual(set);
  });

  it('that does not say what was drawn is refused', () => {
    expect(() => parseSetName('1 ACEHKL\n')).toThrow('do not say their style');
  });
});

describe('a file of readings', () => {
  it('may have blank lines, comments, blanks and line ends of any system', () => {
    const file = '# read in one go\r\n\r\n  1\tACEHKL  \r\n2   ?\r\n 3 ace hkl';
    expect([...parseNumbered(file)]).toEqual([
      [1, 'ACEHKL'],
      [2, '?'],
      [3, 'ace hkl'],
    ]);
  });

  it.each([
    ['a number alone', '1 ACEHKL\n2\n', 'line 2 is not a number and a text'],
    ['a text alone', 'ACEHKL\n', 'line 1 is not a number and a text'],
    ['a number twice', '1 ACEHKL\n\n1 MNOPST\n', 'line 3 repeats number 1'],
  ])('with %s is refused, without repeating what was read', (_, file, message) => {
    expect(() => parseNumbered(file)).toThrow(new Error(message));
  });
});
