/** Something drawn, in the units of the plot it belongs to. */
export type Mark = string;

/** A rectangle of a figure with its own scales. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Maps a value to pixels. */
export type Scale = (value: number) => number;

/**
 * Readable on light pages and on dark ones: text and lines take a grey that has at least 4.5:1 on white
 * and on GitHub's dark ground, or change with the reader's preference where the viewer tells it.
 */
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; font-size: 13px }
.axis { stroke: #57606a; stroke-width: 1; fill: none }
.grid { stroke: #57606a; stroke-opacity: .25; stroke-width: 1; fill: none }
.line { fill: none; stroke-width: 2 }
.s0 { --c: #9ecae1 } .s1 { --c: #4292c6 } .s2 { --c: #fd8d3c } .s3 { --c: #d94801 } .s4 { --c: #8c6bb1 }
rect { shape-rendering: crispEdges }
.fill { fill: var(--c) } .line { stroke: var(--c) }
@media (prefers-color-scheme: dark) { text { fill: #9198a1 } .axis, .grid { stroke: #9198a1 } }
`;

/** A whole figure. `label` says in a sentence what it shows, for those who do not see it. */
export function figure(
  width: number,
  height: number,
  label: string,
  marks: readonly Mark[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(label)}">`,
    `<style>${STYLE}</style>`,
    ...marks,
    '</svg>',
    '',
  ].join('\n');
}

/** A scale with equal steps. */
export function linear(from: number, to: number, least: number, most: number): Scale {
  return (value) => from + ((value - least) / (most - least)) * (to - from);
}

/** A scale with equal ratios. */
export function logarithmic(from: number, to: number, least: number, most: number): Scale {
  const scale = linear(from, to, Math.log(least), Math.log(most));
  return (value) => scale(Math.log(value));
}

/** The powers of ten from at most `least` to at least `most`. */
export function decades(least: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  return Array.from({ length: last - first + 1 }, (_, n) => 10 ** (first + n));
}

/** Text; `anchor` is where in it the point is. */
export function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  name = '',
): Mark {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${name && ` class="${name}"`}>${escapeXml(words)}</text>`;
}

/** A straight line of the axes or the grid. */
export function rule(name: 'axis' | 'grid', x1: number, y1: number, x2: number, y2: number): Mark {
  return `<path class="${name}" d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}"/>`;
}

/** A line through points, in one of the five colours. */
export function line(colour: number, points: readonly (readonly [number, number])[]): Mark {
  const path = points.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return `<path class="line s${colour}" d="${path}"/>`;
}

/** A dot. */
export function dot(colour: number, x: number, y: number): Mark {
  return `<circle class="fill s${colour}" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`;
}

/** A bar. */
export function bar(colour: number, x: number, y: number, width: number, height: number): Mark {
  return `<rect class="fill s${colour}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;
}

/** Colours and what they stand for, side by side. */
export function legend(
  x: number,
  y: number,
  entries: readonly (readonly [colour: number, words: string])[],
): Mark[] {
  let at = x;
  return entries.flatMap(([colour, words]) => {
    const left = at;
    at += 24 + 6.4 * words.length + 12;
    return [bar(colour, left, y - 9, 12, 10), text(left + 18, y, words)];
  });
}

/** Values and their places on the left of a frame, with a grid. */
export function leftAxis(
  frame: Frame,
  scale: Scale,
  ticks: readonly (readonly [value: number, words: string])[],
): Mark[] {
  const { left, width } = frame;
  return ticks.flatMap(([value, words]) => [
    rule('grid', left, scale(value), left + width, scale(value)),
    text(left - 6, scale(value) + 4, words, 'end'),
  ]);
}

/** Values and their places below a frame. */
export function bottomAxis(
  frame: Frame,
  scale: Scale,
  ticks: readonly (readonly [value: number, words: string])[],
): Mark[] {
  const y = frame.top + frame.height;
  return [
    rule('axis', frame.left, y, frame.left + frame.width, y),
    ...ticks.flatMap(([value, words]) => [
      rule('axis', scale(value), y, scale(value), y + 4),
      text(scale(value), y + 17, words, 'middle'),
    ]),
  ];
}

function round(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
