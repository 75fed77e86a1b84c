import { expect, test } from 'vitest';
import { type Result, recordResult } from '../../../bench/reading/results.ts';

const result: Result = {
  style: 'served',
  level: 2,
  reader: 'P. Q.',
  pictures: 60,
  whole: 57,
  characters: 360,
  charactersRight: 356,
  date: '2026-01-31',
};

test('a result replaces the older one of the same style, level and reader, and no other', () => {
  const others = [
    { ...result, level: 1 },
    { ...result, reader: 'R. S.' },
    { ...result, style: 'inkblot' },
  ];
  const results = [...others, result].reduce<Result[]>(recordResult, []);
  const newer = { ...result, whole: 60, date: '2026-02-01' };
  const after = recordResult(results, newer);
  expect(after).toHaveLength(4);
  expect(after).toEqual(expect.arrayContaining([...others, newer]));
});

test('results lie in one order, however they came', () => {
  const other = { ...result, style: 'inkblot' };
  expect(recordResult([result], other)).toEqual(recordResult([other], result));
});
