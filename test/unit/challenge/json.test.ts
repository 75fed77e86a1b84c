import { expect, it } from 'vitest';
import { readJson } from '../../../src/challenge/json.ts';

it('an object that was kept is read', () => {
  expect(readJson('{"key":"a"}')).toEqual({ key: 'a' });
});

it.each([null, '', '{', 'null', '1', 'true', '"text"'])('%j counts as gone', (text) => {
  expect(readJson(text)).toBeUndefined();
});
