// What people and solvers read, taken out of the published tables:
//   npx node bench/ladder/rates.ts
// writes bench/ladder/rates.json from docs/strength.md. A test fails when it is stale.

import { readFileSync, writeFileSync } from 'node:fs';

/** Rates from 0 to 1 of levels 1, 2 and 3. */
export type Rates = readonly [number, number, number];

/** What docs/strength.md says about the pictures that are served. */
export interface PublishedRates {
  /** Readers: the mean of the styles, which are served alike. */
  readonly readers: Rates;
  readonly solvers: Readonly<Record<string, Rates>>;
}

const PAGE = new URL('../../docs/strength.md', import.meta.url);
const DATA = new URL('rates.json', import.meta.url);

/** Finds the rates in the text of docs/strength.md. Throws an Error if a table is not as expected. */
export function findRates(page: string): PublishedRates {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  const mean = (cells: readonly (string | undefined)[]): number => {
    const found = cells.map((cell) => Number(/^([\d.]+) %/.exec(cell ?? '')?.[1] ?? Number.NaN));
    const result = found.reduce((sum, value) => sum + value, 0) / found.length / 100;
    if (!(result >= 0 && result <= 1)) throw new Error('docs/strength.md has another form');
    return Number(result.toFixed(4));
  };
  const byLevel = (of: (level: number) => readonly (string | undefined)[]): Rates => [
    mean(of(1)),
    mean(of(2)),
    mean(of(3)),
  ];
  const row = (name: string, columns: number) => {
    const found = rows.find((cells) => cells[0] === name && cells.length === columns);
    if (!found) throw new Error(`docs/strength.md has no row "${name}"`);
    return found;
  };

  const heading = rows.find((cells) => cells.length === 4 && cells[1] === 'ddddocr old') ?? [];
  const free = heading
    .slice(1)
    .map((name, column) => [
      name,
      byLevel((level) => [row(`served, level ${level}`, 4)[column + 1]]),
    ]);
  // Over five epochs, its own among them: what it reads of a service that changes by the hour.
  const trained = byLevel((level) =>
    row(`served, level ${level}; set upright when read`, 8).slice(3),
  );
  return {
    readers: byLevel((level) =>
      rows
        .filter(
          ([name, reader]) => name?.endsWith(`, level ${level}`) && reader?.startsWith('vision'),
        )
        .map((cells) => cells[3]),
    ),
    solvers: { ...Object.fromEntries(free), 'trained network': trained },
  };
}

/** The rates as they were last taken over. */
export function readRates(): PublishedRates {
  return JSON.parse(readFileSync(DATA, 'utf8'));
}

if (import.meta.main) {
  const rates = findRates(readFileSync(PAGE, 'utf8'));
  writeFileSync(DATA, `${JSON.stringify(rates, null, 2)}\n`);
}
