// Charts with a row for each thing, its name and its number above a scale from left to right.

import { countText, label, line, numberText, percentText, picture, sum, svg } from './svg.js';

/**
 * How many of how many there were, under a name.
 * @typedef {{ readonly name: string, readonly right: number, readonly all: number }} Rate
 *
 * How many there were, under a name.
 * @typedef {{ readonly name: string, readonly count: number }} Amount
 *
 * How many took up to each limit, and last how many took longer than all.
 * @typedef {{ readonly name: string, readonly counts: readonly number[] }} Times
 */

const ROW = 38;
const TEXT_Y = 13;
const SCALE_Y = 24;
const INSET = 6;

/**
 * A point for each rate, on a line over all that it may be with a certainty of 95 %.
 * @param {readonly Rate[]} rates
 * @param {number} width
 * @param {string} description
 */
export function rateRows(rates, width, description) {
  const bottom = rates.length * ROW;
  /** @param {number} share */
  const x = (share) => INSET + share * (width - 2 * INSET);
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line('grid', [x(share), 0, x(share), bottom]),
    label(`${share * 100} %`, x(share), bottom + 16, anchorOf(share)),
  ]);
  const rows = rates.flatMap(({ name, right, all }, n) => {
    const y = n * ROW;
    const { least, most } = wilson(right, all);
    return [
      ...texts(name, `${percentText(right / all)} of ${numberText(all)}`, y, width),
      line('range solved', [x(least), y + SCALE_Y, x(most), y + SCALE_Y]),
      svg('circle', { class: 'fill solved', cx: x(right / all), cy: y + SCALE_Y, r: 5 }),
    ];
  });
  return picture(width, bottom + 22, description, [...grid, ...rows]);
}

/**
 * A bar for each amount.
 * @param {readonly Amount[]} amounts
 * @param {number} width
 * @param {string} description
 */
export function amountRows(amounts, width, description) {
  const most = Math.max(...amounts.map(({ count }) => count));
  const rows = amounts.flatMap(({ name, count }, n) => [
    ...texts(name, numberText(count), n * ROW, width),
    svg('rect', {
      class: 'fill refused',
      x: 0,
      y: n * ROW + SCALE_Y - 4,
      width: Math.max(2, (count / most) * width),
      height: 8,
    }),
  ]);
  return picture(width, amounts.length * ROW, description, rows);
}

const BARS = 56;
const TIMES_ROW = BARS + 34;

/**
 * For each kind how many took how long, with bars as wide as the times double.
 * @param {readonly Times[]} kinds
 * @param {readonly number[]} limits
 * @param {number} width
 * @param {string} description
 */
export function timesRows(kinds, limits, width, description) {
  const bar = (width - 2 * INSET) / (limits.length + 1);
  const bottom = kinds.length * TIMES_ROW;
  const rows = kinds.flatMap(({ name, counts }, n) => {
    const base = n * TIMES_ROW + TIMES_ROW - 8;
    const most = Math.max(...counts);
    const half = quantile(counts, limits, 0.5);
    return [
      ...texts(
        name,
        `half within ${secondsText(half)}, of ${numberText(sum(counts))}`,
        n * TIMES_ROW,
        width,
      ),
      line('axis', [INSET, base, width - INSET, base]),
      ...counts.map((count, step) => {
        const height = (count / most) * BARS;
        const place = { x: INSET + step * bar + 1, y: base - height, width: bar - 2, height };
        const title = `${spanText(limits, step)}: ${countText(count, 'answer')}`;
        return svg('rect', { class: 'fill solved', ...place }, [svg('title', {}, [title])]);
      }),
    ];
  });
  const every = bar < 34 ? 2 : 1;
  const ticks = limits.flatMap((limit, n) =>
    n % every === 0 ? [label(`${limit} s`, INSET + (n + 1) * bar, bottom + 10, 'middle')] : [],
  );
  return picture(width, bottom + 16, description, [...rows, ...ticks]);
}

/**
 * The time within which a share of the answers came: between two limits as if they came evenly on a
 * scale on which times double. Infinity for beyond all limits.
 * @param {readonly number[]} counts
 * @param {readonly number[]} limits
 * @param {number} share
 */
export function quantile(counts, limits, share) {
  const wanted = sum(counts) * share;
  let below = 0;
  for (const [n, limit] of limits.entries()) {
    const count = counts[n] ?? 0;
    if (below + count >= wanted && count > 0) {
      const from = limits[n - 1] ?? limit / 2;
      return from * (limit / from) ** ((wanted - below) / count);
    }
    below += count;
  }
  return Number.POSITIVE_INFINITY;
}

/** @param {number} seconds */
export function secondsText(seconds) {
  if (seconds === Number.POSITIVE_INFINITY) return 'over 2 minutes';
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/**
 * @param {readonly number[]} limits
 * @param {number} step
 */
export function spanText(limits, step) {
  const from = limits[step - 1];
  const to = limits[step];
  if (to === undefined) return `over ${from} s`;
  return from === undefined ? `up to ${to} s` : `${from} to ${to} s`;
}

/**
 * The interval of Wilson (1927) for a rate, at 95 %.
 * @param {number} right
 * @param {number} all
 */
export function wilson(right, all) {
  const z = 1.96;
  const share = right / all;
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all);
  const reach =
    (z / (1 + (z * z) / all)) * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  return { least: Math.max(0, middle - reach), most: Math.min(1, middle + reach) };
}

/**
 * @param {string} name
 * @param {string} value
 * @param {number} y
 * @param {number} width
 */
function texts(name, value, y, width) {
  return [label(name, 0, y + TEXT_Y, 'strong'), label(value, width, y + TEXT_Y, 'end')];
}

/** @param {number} share */
function anchorOf(share) {
  if (share === 0) return '';
  return share === 1 ? 'end' : 'middle';
}
