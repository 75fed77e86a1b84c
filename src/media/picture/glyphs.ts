import { readFileSync } from 'node:fs';

/**
 * The outline of one character: closed contours, each a flat list x0, y0, x1, y1, … in heights of a
 * capital, y downwards from the baseline. A point lies inside where the winding is not zero.
 */
export interface Glyph {
  readonly contours: readonly Float64Array[];
}

/** One font. */
export interface Font {
  /** The characters that the font has. */
  readonly characters: readonly string[];
  /** The glyph of a character, or undefined if the font has none. */
  get(character: string): Glyph | undefined;
}

const UNITS_PER_CAPITAL = 1000;

// The flat pieces stay within a sixteenth of a pixel of the curve for capitals up to 80 px.
const FLATNESS_UNITS = 0.8;

// Straight lines are cut up as well, or the warp could only tilt them, never bend them.
const LONGEST_PIECE_UNITS = 100;

/**
 * Reads every font of `assets/fonts/outlines.json`, whose README gives the format. Called once when
 * the module that draws is loaded: no drawing waits for a disk.
 */
export function loadFonts(): readonly Font[] {
  const file = new URL('../../../assets/fonts/outlines.json', import.meta.url);
  const fonts: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, 'utf8'));
  return Object.values(fonts).map(createFont);
}

/** A glyph is flattened when first drawn: all of them at the start would cost a cold engine 13 ms. */
function createFont(paths: Readonly<Record<string, string>>): Font {
  const glyphs = new Map<string, Glyph>();
  return {
    characters: Object.keys(paths),
    get: (character) => {
      const known = glyphs.get(character);
      if (known !== undefined || !Object.hasOwn(paths, character)) return known;
      const glyph = parseGlyph(paths[character] as string);
      glyphs.set(character, glyph);
      return glyph;
    },
  };
}

/** Flattens a path of relative SVG commands m, l and q. Throws a SyntaxError at any other command. */
export function parseGlyph(path: string): Glyph {
  const contours: Float64Array[] = [];
  let points: number[] = [];
  let x = 0;
  let y = 0;

  function closeContour(): void {
    if (points.length === 0) return;
    // The way back to the start is an edge like the others and is cut up like them.
    const [startX = 0, startY = 0] = points;
    line(startX * UNITS_PER_CAPITAL, startY * UNITS_PER_CAPITAL);
    points.length -= 2;
    contours.push(Float64Array.from(points));
    points = [];
  }

  function push(toX: number, toY: number): void {
    points.push(toX / UNITS_PER_CAPITAL, toY / UNITS_PER_CAPITAL);
  }

  function line(toX: number, toY: number): void {
    const pieces = Math.max(1, Math.ceil(length(toX - x, toY - y) / LONGEST_PIECE_UNITS));
    for (let piece = 1; piece < pieces; piece++) {
      push(x + ((toX - x) * piece) / pieces, y + ((toY - y) * piece) / pieces);
    }
    push(toX, toY);
  }

  function curve(controlX: number, controlY: number, toX: number, toY: number): void {
    // A quadratic in n equal steps of its parameter strays |p0 - 2c + p1| / 4n² from its chords.
    const bend = length(x - 2 * controlX + toX, y - 2 * controlY + toY);
    const reach = length(controlX - x, controlY - y) + length(toX - controlX, toY - controlY);
    const pieces = Math.max(
      1,
      Math.ceil(Math.sqrt(bend / (4 * FLATNESS_UNITS))),
      Math.ceil(reach / LONGEST_PIECE_UNITS),
    );
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const s = 1 - t;
      push(
        s * s * x + 2 * s * t * controlX + t * t * toX,
        s * s * y + 2 * s * t * controlY + t * t * toY,
      );
    }
  }

  // Two passes of native matching: a pattern per command took three times as long at the start.
  const deltas = path.match(/-?\d+/g) ?? [];
  let used = 0;
  const next = (): number => Number(deltas[used++]);
  for (const command of path.match(/[a-z]/gi) ?? []) {
    if (command === 'm') {
      closeContour();
      x += next();
      y += next();
      push(x, y);
      continue;
    }
    const [controlX, controlY] = command === 'q' ? [x + next(), y + next()] : [x, y];
    const toX = x + next();
    const toY = y + next();
    if (command === 'l') line(toX, toY);
    else if (command === 'q') curve(controlX, controlY, toX, toY);
    else throw new SyntaxError(`unknown path command ${command}`);
    x = toX;
    y = toY;
  }
  closeContour();
  return { contours };
}

function length(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}
