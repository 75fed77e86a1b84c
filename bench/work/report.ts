import type { PublishedRate } from './cards.ts';

/** A phone that is so many times slower than the machine of the measurement. */
const PHONE = 4;

/** What was measured of a construction. */
export interface Row {
  readonly name: string;
  readonly by: string;
  readonly browserMs: number;
  readonly fallbackMs?: number;
  readonly nativeMs?: number;
  readonly published?: PublishedRate;
}

/** A way in which Chromium solves them. */
export interface Way {
  readonly name: string;
  readonly startMs: number;
  readonly msPerHash: number;
}

/** What was measured of our puzzles. */
export interface Puzzles {
  /** Hashes at most, by level from 1. */
  readonly mostHashes: readonly number[];
  readonly setMs: number;
  readonly verifyMs: number;
  readonly openMs: number;
  readonly ways: readonly Way[];
}

/**
 * Of four numbers that are hidden evenly, the share of the most hashes that 99 of 100 puzzles stay
 * under: the sum s of four uniform numbers is above s >= 3 with probability (4 - s)^4 / 4!.
 */
export const P99_OF_MOST = (4 - (0.01 * 24) ** 0.25) / 4;

/** Writes the section of docs/strength.md. */
export function formatSection(run: string, rows: readonly Row[], puzzles: Puzzles): string {
  const { mostHashes, ways } = puzzles;
  const card = rows.at(-1)?.published;
  return [
    run,
    `Processor time of one core, in the fastest of several rounds. "A phone" is ${PHONE} times slower. ` +
      `The first table is of warm code in Node, whose engine is that of Chromium; the last is of Chromium itself, with what a page does for the first time.`,
    '',
    '| Construction | In a browser here | Without WebAssembly | Native here | A phone | A graphics card | **The card is worth** | with a browser as fast as native | A native core is worth |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map(formatRow),
    '',
    'Graphics cards, as published:',
    '',
    ...rows.flatMap(({ name, published }) =>
      published ? [`- ${name}: ${published.card}, [${published.how}](${published.source}).`] : [],
    ),
    '',
    '| Level | Hashes: mean, 99 of 100, most | A phone: mean | 99 of 100 | At most | A second of the card |',
    '|---|---|---|---|---|---|',
    ...mostHashes.map((most, at) => {
      const seconds = (share: number) => phoneSeconds(ways[0], share * most);
      const solved = card ? `${digits(card.perSecond / (most / 2))} puzzles` : '';
      return row([
        String(at + 1),
        `${digits(most / 2)}, ${digits(P99_OF_MOST * most)}, ${digits(most)}`,
        seconds(0.5),
        seconds(P99_OF_MOST),
        seconds(1),
        solved,
      ]);
    }),
    '',
    '| Chromium, level 1 | To start | A hash | A phone: mean | 99 of 100 | At most |',
    '|---|---|---|---|---|---|',
    ...ways.map((way) => {
      const most = mostHashes[0] ?? 0;
      const times = [0.5, P99_OF_MOST, 1].map((share) => phoneSeconds(way, share * most));
      return row([way.name, ms(way.startMs), ms(way.msPerHash), ...times]);
    }),
    '',
    `The service takes ${puzzles.setMs.toFixed(2)} ms to set a puzzle, ${micro(puzzles.verifyMs)} µs to verify a solution, right or wrong, ` +
      `and ${micro(puzzles.openMs)} µs to open the challenge that goes with it.`,
  ].join('\n');
}

function phoneSeconds(way: Way | undefined, hashes: number): string {
  if (way === undefined) return 'not measured';
  return `${((PHONE * (way.startMs + hashes * way.msPerHash)) / 1000).toFixed(2)} s`;
}

function formatRow({ name, by, browserMs, fallbackMs, nativeMs, published }: Row): string {
  const phone = 1000 / (browserMs * PHONE);
  return row([
    name,
    `${ms(browserMs)} (${by})`,
    fallbackMs === undefined ? '' : ms(fallbackMs),
    nativeMs === undefined ? '' : ms(nativeMs),
    `${digits(phone)}/s`,
    published ? `${digits(published.perSecond)}/s` : 'none found',
    published ? `**${digits(published.perSecond / phone)} phones**` : '',
    published && nativeMs !== undefined
      ? `${digits((published.perSecond * nativeMs * PHONE) / 1000)} phones`
      : '',
    nativeMs === undefined ? '' : `${digits((browserMs * PHONE) / nativeMs)} phones`,
  ]);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Two digits that count. */
function digits(value: number): string {
  return Number(value.toPrecision(value >= 1000 ? 3 : 2)).toLocaleString('en');
}

function ms(value: number): string {
  return value < 0.01 ? `${digits(value * 1000)} µs` : `${digits(value)} ms`;
}

const micro = (value: number): string => digits(value * 1000);
