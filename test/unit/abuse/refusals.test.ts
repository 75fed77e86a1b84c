import { expect, it } from 'vitest';
import { createRefusals } from '../../../src/abuse/refusals.ts';

function setUp() {
  const clock = { nowMs: 1000 };
  return { clock, refusals: createRefusals(500, () => clock.nowMs) };
}

it('a refusal is told again with what is left of it, until it is to be checked', () => {
  const { clock, refusals } = setUp();
  refusals.add('bot', 2000);
  expect(refusals.leftMs('bot')).toBe(2000);
  expect(refusals.leftMs('person')).toBe(0);
  clock.nowMs += 499;
  expect(refusals.leftMs('bot')).toBe(1501);
  clock.nowMs += 1;
  expect(refusals.leftMs('bot')).toBe(0);
});

it('a short refusal is not told beyond its end', () => {
  const { clock, refusals } = setUp();
  refusals.add('bot', 100);
  clock.nowMs += 100;
  expect(refusals.leftMs('bot')).toBe(0);
});

it('no more than ten thousand are remembered, the latest', () => {
  const { refusals } = setUp();
  for (let n = 0; n <= 10_000; n++) refusals.add(`bot ${n}`, 2000);
  expect(refusals.leftMs('bot 0')).toBe(0);
  expect(refusals.leftMs('bot 1')).toBe(2000);
  expect(refusals.leftMs('bot 10000')).toBe(2000);
});

it('whoever is refused once more is among the latest again, and pushes nobody out', () => {
  const { refusals } = setUp();
  for (let n = 0; n < 10_000; n++) refusals.add(`bot ${n}`, 2000);
  refusals.add('bot 0', 3000);
  expect(refusals.leftMs('bot 1')).toBe(2000);
  refusals.add('another', 2000);
  expect(refusals.leftMs('bot 0')).toBe(3000);
  expect(refusals.leftMs('bot 1')).toBe(0);
});
