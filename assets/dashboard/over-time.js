// Charts with time from left to right: lines, and bars that stand on each other.

import {
  CHARACTER_PX,
  dayAndClockText,
  label,
  line,
  numberText,
  picture,
  round,
  shortText,
  sum,
  svg,
  ticksUpTo,
  timeText,
  timeTicks,
} from './svg.js';

/**
 * What happened in each step of time, under a name and in the look of a class of the style sheet.
 * @typedef {{ readonly name: string, readonly look: string, readonly counts: readonly number[] }} Row
 *
 * When that was. Steps that ended before `startedMs` are not known; the last one is not over.
 * @typedef {{ readonly firstMs: number, readonly stepMs: number, readonly startedMs: number }} When
 */

const LEFT = 44;
const TOP = 28;
const BOTTOM = 26;
/** Between the middles of two labels at the ends of lines. */
const LABEL_GAP = 16;
/** Wide enough for labels beside the lines; else there is a legend above. */
const WIDE = 480;
const TICK_PX = 56;
/** What a replica did that has just started would be a sliver at the edge. */
const LEAST_STEPS = 15;

/**
 * Lines, each named at its end.
 * @param {readonly Row[]} all
 * @param {When} told
 * @param {number} width
 * @param {string} description
 * @returns {readonly Element[]}
 */
export function lineChart(all, told, width, description) {
  const { rows, when } = sinceStart(all, told);
  const shown = rows.filter(({ counts }) => sum(counts) > 0);
  const isWide = width >= WIDE;
  const longest = Math.max(...shown.map(({ name }) => name.length));
  const right = isWide ? longest * CHARACTER_PX + 14 : 8;
  const frame = createFrame(when, shown, width, right, largest(shown.map(({ counts }) => counts)));
  const lines = shown.flatMap((row) => drawLine(frame, row));
  const names = isWide ? namesAtEnds(frame, shown) : [];
  const parts = [...frame.axes, ...lines, ...names, ...frame.tips(shown)];
  const chart = picture(width, frame.height, description, parts);
  return isWide ? [chart] : [legend(shown), chart];
}

/**
 * Bars of several parts each, the first at the bottom.
 * @param {readonly Row[]} all
 * @param {When} told
 * @param {number} width
 * @param {string} description
 * @returns {readonly Element[]}
 */
export function stackedBars(all, told, width, description) {
  const { rows, when } = sinceStart(all, told);
  const totals = (rows[0]?.counts ?? []).map((_, n) =>
    sum(rows.map(({ counts }) => counts[n] ?? 0)),
  );
  const frame = createFrame(when, rows, width, 8, largest([totals]));
  const gap = frame.slot > 4 ? 1 : 0;
  const below = totals.map(() => 0);
  const bars = rows.flatMap(({ counts, look }) =>
    counts.flatMap((count, n) => {
      const from = below[n] ?? 0;
      below[n] = from + count;
      if (count === 0) return [];
      const top = frame.y(from + count);
      return [
        svg('rect', {
          class: `fill ${look}${n === counts.length - 1 ? ' unfinished' : ''}`,
          x: frame.x(n) - frame.slot / 2 + gap / 2,
          y: top,
          width: Math.max(1, frame.slot - gap),
          height: frame.y(from) - top,
        }),
      ];
    }),
  );
  const chart = picture(width, frame.height, description, [
    ...frame.axes,
    ...bars,
    ...frame.tips(rows),
  ]);
  return [legend(rows), chart];
}

/**
 * The same as numbers: a heading and a line for each step in which something happened, the newest first.
 * @param {readonly Row[]} rows
 * @param {When} when
 * @returns {{ readonly head: readonly string[], readonly body: readonly (readonly string[])[] }}
 */
export function timeTable(rows, { firstMs, stepMs }) {
  const steps = rows[0]?.counts.map((_, n) => n) ?? [];
  return {
    head: ['From', ...rows.map(({ name }) => name)],
    body: steps
      .filter((n) => rows.some(({ counts }) => counts[n]))
      .reverse()
      .map((n) => [
        dayAndClockText(firstMs + n * stepMs),
        ...rows.map(({ counts }) => numberText(counts[n] ?? 0)),
      ]),
  };
}

/**
 * Without what was before the replica started, as far as enough is left.
 * @param {readonly Row[]} rows
 * @param {When} when
 * @returns {{ readonly rows: readonly Row[], readonly when: When }}
 */
function sinceStart(rows, { firstMs, stepMs, startedMs }) {
  const unknown = Math.floor((startedMs - firstMs) / stepMs);
  const most = (rows[0]?.counts.length ?? 0) - LEAST_STEPS;
  const skipped = Math.max(0, Math.min(unknown, most));
  return {
    rows: rows.map((row) => ({ ...row, counts: row.counts.slice(skipped) })),
    when: { firstMs: firstMs + skipped * stepMs, stepMs, startedMs },
  };
}

/**
 * @param {number} stepMs
 */
export function perStep(stepMs) {
  const minutes = stepMs / 60_000;
  if (minutes === 1) return 'per minute';
  return minutes === 60 ? 'per hour' : `per ${minutes} minutes`;
}

/**
 * Scales, axes and what is told of each step to whoever points at it.
 * @param {When} when
 * @param {readonly Row[]} rows
 * @param {number} width
 * @param {number} right
 * @param {number} most
 */
function createFrame({ firstMs, stepMs, startedMs }, rows, width, right, most) {
  const steps = rows[0]?.counts.length ?? 1;
  const height = width >= WIDE ? 260 : 220;
  const bottom = height - BOTTOM;
  const end = width - right;
  const slot = (end - LEFT) / steps;
  const values = ticksUpTo(most, 4);
  const top = values.at(-1) ?? 1;
  const lastMs = firstMs + steps * stepMs;
  const known = Math.max(0, Math.floor((startedMs - firstMs) / stepMs));

  /** @param {number} value */
  const y = (value) => bottom - (value / top) * (bottom - TOP);
  /** @param {number} n */
  const x = (n) => LEFT + (n + 0.5) * slot;
  /** @param {number} ms */
  const xAt = (ms) => LEFT + ((ms - firstMs) / stepMs) * slot;

  const grid = values.flatMap((value) => [
    line(value === 0 ? 'axis' : 'grid', [LEFT, y(value), end, y(value)]),
    label(shortText(value), LEFT - 6, y(value) + 4, 'end'),
  ]);
  const times = timeTicks(firstMs, lastMs, (end - LEFT) / TICK_PX).flatMap((ms) => [
    line('axis', [xAt(ms), bottom, xAt(ms), bottom + 4]),
    label(timeText(ms), xAt(ms), bottom + 18, xAt(ms) > end - 20 ? 'end' : 'middle'),
  ]);
  const before = xAt(Math.min(startedMs, lastMs)) - LEFT;
  const unknown =
    before < 2
      ? []
      : [
          svg('rect', { class: 'before', x: LEFT, y: TOP, width: before, height: bottom - TOP }),
          ...(before > 190
            ? [
                label(
                  `not started before ${dayAndClockText(startedMs)}`,
                  LEFT + before / 2,
                  TOP + 18,
                  'middle',
                ),
              ]
            : []),
        ];
  const unit = label(perStep(stepMs), LEFT - 6 - 5 * CHARACTER_PX, 12, '');

  /** @param {readonly Row[]} told */
  function tips(told) {
    return Array.from({ length: steps - known }, (_, n) => n + known).map((n) => {
      const counts = told.map(({ name, counts }) => `${name}: ${numberText(counts[n] ?? 0)}`);
      const from = dayAndClockText(firstMs + n * stepMs);
      return svg(
        'rect',
        { class: 'tip', x: x(n) - slot / 2, y: TOP, width: slot, height: bottom - TOP },
        [svg('title', {}, [[from, ...counts].join('\n')])],
      );
    });
  }

  return {
    height,
    slot,
    end,
    bottom,
    known,
    x,
    y,
    axes: [...unknown, ...grid, ...times, unit],
    tips,
  };
}

/**
 * Up to the last step that is over: the current one would look like a fall. Where there is no other, a point.
 * @param {ReturnType<typeof createFrame>} frame
 * @param {Row} row
 */
function drawLine({ x, y, known, bottom }, { counts, look }) {
  const last = counts.length - 2;
  if (last < known) {
    const place = { cx: x(last + 1), cy: y(counts[last + 1] ?? 0), r: 3 };
    return [svg('circle', { class: `fill ${look}`, ...place })];
  }
  const points = counts
    .slice(known, -1)
    .map((count, n) => `${round(x(known + n))} ${round(y(count))}`);
  const path = `M${points.join('L')}`;
  const area = `${path}L${round(x(last))} ${bottom}L${round(x(known))} ${bottom}Z`;
  return [
    ...(look === 'issued' ? [svg('path', { class: `area ${look}`, d: area })] : []),
    svg('path', { class: `line ${look}`, d: path }),
    svg('circle', { class: `fill ${look}`, cx: x(last), cy: y(counts[last] ?? 0), r: 3 }),
  ];
}

/**
 * Each name beside the end of its line, pushed down where two would lie on each other.
 * @param {ReturnType<typeof createFrame>} frame
 * @param {readonly Row[]} rows
 */
function namesAtEnds({ y, end, bottom, known }, rows) {
  const ends = rows
    .map(({ name, look, counts }) => ({
      name,
      look,
      y: y(counts.at(counts.length - 2 < known ? -1 : -2) ?? 0),
    }))
    .sort((left, right) => left.y - right.y);
  // From the bottom up, so that none is pushed below the axis.
  let free = bottom + LABEL_GAP;
  for (const each of ends.toReversed()) {
    each.y = Math.min(each.y, free - LABEL_GAP);
    free = each.y;
  }
  return ends.map(({ name, look, y }) => label(name, end + 8, y + 4, `name ${look}`));
}

/** @param {readonly Row[]} rows */
function legend(rows) {
  const list = document.createElement('ul');
  list.className = 'legend';
  // The picture is described in words; this is for those who see it.
  list.ariaHidden = 'true';
  for (const { name, look } of rows) {
    const item = document.createElement('li');
    const swatch = document.createElement('span');
    swatch.className = `swatch ${look}`;
    item.append(swatch, name);
    list.append(item);
  }
  return list;
}

/** @param {readonly (readonly number[])[]} rows */
const largest = (rows) => Math.max(0, ...rows.flat());
