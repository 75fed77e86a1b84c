import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findRates, readRates } from '../../../bench/ladder/rates.ts';

const page = readFileSync('docs/strength.md', 'utf8');

it('the rates are those of docs/strength.md: if not, `npx node bench/ladder/rates.ts`', () => {
  expect(readRates()).toEqual(findRates(page));
});

it('rates are not taken from a page that has another form', () => {
  expect(() => findRates(page.replaceAll('served, level 3', 'served'))).toThrow(/no row/);
  expect(() => findRates('')).toThrow();
});

it('harder levels are read less, by people and by free solvers', () => {
  const { readers, solvers } = readRates();
  for (const rates of [readers, solvers['ddddocr beta'] ?? [0, 0, 0]]) {
    expect(rates[0]).toBeGreaterThan(rates[1]);
    expect(rates[1]).toBeGreaterThan(rates[2]);
  }
});
