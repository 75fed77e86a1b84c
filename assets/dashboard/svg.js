// What all charts need: elements, scales and texts. No chart is drawn here.

const SVG = 'http://www.w3.org/2000/svg';

/** How wide a character of a label is at most, on average, in pixels. */
export const CHARACTER_PX = 7;

/**
 * An element of SVG. Texts are text, never markup.
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} [attributes]
 * @param {readonly (Node | string)[]} [children]
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === 'number' ? String(round(value)) : value);
  }
  element.append(...children);
  return /** @type {SVGElement} */ (element);
}

/**
 * A picture of this size that stands for `description`.
 * @param {number} width
 * @param {number} height
 * @param {string} description
 * @param {readonly Node[]} children
 */
export function picture(width, height, description, children) {
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description },
    children,
  );
}

/**
 * A text at a point.
 * @param {string} content
 * @param {number} x
 * @param {number} y
 * @param {string} [classes]
 */
export function label(content, x, y, classes = '') {
  return svg('text', { x, y, class: classes }, [content]);
}

/**
 * A line between two points.
 * @param {string} classes
 * @param {readonly [x1: number, y1: number, x2: number, y2: number]} ends
 */
export function line(classes, [x1, y1, x2, y2]) {
  return svg('line', { class: classes, x1, y1, x2, y2 });
}

/**
 * Round numbers from 0 to `most` or a little beyond, some `wanted` of them.
 * @param {number} most
 * @param {number} wanted
 */
export function ticksUpTo(most, wanted) {
  const rough = Math.max(most, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  // What is counted has no halves.
  const step = Math.max(1, factor * power);
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, n) => n * step);
}

const MINUTE = 60_000;
const TIME_STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((n) => n * MINUTE);

/**
 * Round times of day within a range, at most `wanted` of them.
 * @param {number} fromMs
 * @param {number} toMs
 * @param {number} wanted
 */
export function timeTicks(fromMs, toMs, wanted) {
  const step = TIME_STEPS.find((each) => (toMs - fromMs) / each <= wanted) ?? 7 * 1440 * MINUTE;
  const zoneMs = new Date(toMs).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((fromMs - zoneMs) / step) * step + zoneMs;
  const count = Math.max(0, Math.floor((toMs - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => first + n * step);
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' });
const DAY_AND_CLOCK = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/**
 * The time of day, or the day at its beginning.
 * @param {number} ms
 */
export function timeText(ms) {
  const clock = CLOCK.format(ms);
  return clock === '00:00' ? DAY.format(ms) : clock;
}

/** @param {number} ms */
export const clockText = (ms) => CLOCK.format(ms);

/** @param {number} ms */
export const dayAndClockText = (ms) => DAY_AND_CLOCK.format(ms);

const NUMBER = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { notation: 'compact' });

/** @param {number} value */
export const numberText = (value) => NUMBER.format(value);

/**
 * A number for an axis: 12K instead of 12,000.
 * @param {number} value
 */
export const shortText = (value) => (value < 10_000 ? NUMBER.format(value) : SHORT.format(value));

/**
 * A share from 0 to 1. What is not all is not said to be 100 %.
 * @param {number} share
 */
export function percentText(share) {
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return 'over 99 %';
  if (percent === 0 && share > 0) return 'under 1 %';
  return `${percent} %`;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function countText(count, one, many = `${one}s`) {
  return `${NUMBER.format(count)} ${count === 1 ? one : many}`;
}

/** @param {readonly number[]} numbers */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * To a tenth of a pixel.
 * @param {number} value
 */
export const round = (value) => Math.round(value * 10) / 10;
