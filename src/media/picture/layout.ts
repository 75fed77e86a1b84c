import type { Random } from '../../base/random.ts';
import type { Font, Glyph } from './glyphs.ts';
import { boundsOf, type WarpStyle, warpContours } from './warp.ts';

/** How letters stand; lengths in heights of a capital. Each letter draws its own values. */
export interface LayoutStyle {
  /** Letters lean up to this far to either side. */
  readonly rotationDegrees: number;
  /** Letters differ from the common size by up to this share. */
  readonly sizeJitter: number;
  /** Letters leave the common baseline by up to this much. */
  readonly baselineJitter: number;
  /** The distance to the letter before at the narrowest place; below 0 they overlap. */
  readonly leastGap: number;
  readonly mostGap: number;
  /** Long texts grow up to this many times taller than wide, to fill the height. */
  readonly mostStretch: number;
  /** The tallest capital as a share of the picture's height. */
  readonly tallestCapital: number;
  /** The margin that is always free, as a share of the picture's height. */
  readonly margin: number;
}

/** A text in its place: contours in pixels, and what they measure. */
export interface Layout {
  readonly contours: readonly Float64Array[];
  /** The height of a capital, to which strokes and blots are scaled. */
  readonly capitalPx: number;
}

// Letters are spaced by their outlines in thin horizontal bands, not by their boxes: an A tucks under
// a T, and no gap is so wide that it tells a solver where to cut.
const BAND = 0.125;
const BANDS_FROM = -2;
const BAND_COUNT = 32;

/** How far the box of a letter may reach into that of the letter before, so that L and T stay two. */
const MOST_TUCK = 0.12;

/**
 * Sets a text somewhere inside the picture. It is bent first and scaled to its place afterwards, so
 * that it fits whatever its length and the picture's size. Throws a RangeError at a character that
 * no font has.
 */
export function layOut(
  text: string,
  fonts: readonly Font[],
  widthPx: number,
  heightPx: number,
  style: LayoutStyle,
  warp: WarpStyle,
  random: Random,
): Layout {
  const contours: Float64Array[] = [];
  const rightEdge = new Float64Array(BAND_COUNT).fill(Number.NEGATIVE_INFINITY);
  let boxRight = 0;
  for (const character of text) {
    const glyph = random.pick(fonts).get(character);
    if (glyph === undefined) throw new RangeError('a character that no font has');
    const letter = stand(glyph, style, random);
    const leftEdge = new Float64Array(BAND_COUNT).fill(Number.POSITIVE_INFINITY);
    traceEdges(letter, 0, leftEdge, null);
    const gap = style.leastGap + random.float() * (style.mostGap - style.leastGap);
    const boxLeft = boundsOf(letter).left;
    let offset = contours.length === 0 ? -boxLeft : boxRight - boxLeft - MOST_TUCK;
    for (let band = 0; band < BAND_COUNT; band++) {
      const touching = (rightEdge[band] as number) - (leftEdge[band] as number);
      offset = Math.max(offset, touching + gap);
    }
    move(letter, offset, 0);
    traceEdges(letter, 1, null, rightEdge);
    boxRight = boundsOf(letter).right;
    contours.push(...letter);
  }
  warpContours(contours, boundsOf(contours), warp, random);
  return { contours, capitalPx: place(contours, widthPx, heightPx, style, random) };
}

/** A letter on the baseline around x = 0: sized, leaning, raised. */
function stand(glyph: Glyph, style: LayoutStyle, random: Random): Float64Array[] {
  const either = (): number => 2 * random.float() - 1;
  const size = 1 + either() * style.sizeJitter;
  const rise = either() * style.baselineJitter;
  // The rational parametrisation of the circle: a rotation exact to rounding without sine and cosine,
  // whose last bits are up to the engine.
  const t = (either() * style.rotationDegrees * Math.PI) / 360;
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  const { left, right } = boundsOf(glyph.contours);
  const centreX = (left + right) / 2;
  const centreY = -0.5;
  return glyph.contours.map((points) => {
    const result = new Float64Array(points.length);
    for (let i = 0; i < points.length; i += 2) {
      const x = (points[i] as number) - centreX;
      const y = (points[i + 1] as number) - centreY;
      result[i] = size * (x * cosine - y * sine);
      result[i + 1] = size * (x * sine + y * cosine) + centreY + rise;
    }
    return result;
  });
}

/** Records how far a letter reaches in each band, and in the next ones: slanted neighbours touch there. */
function traceEdges(
  letter: readonly Float64Array[],
  reach: number,
  leftEdge: Float64Array | null,
  rightEdge: Float64Array | null,
): void {
  for (const points of letter) {
    for (let i = 0; i < points.length; i += 2) {
      const x = points[i] as number;
      const band = Math.floor(((points[i + 1] as number) - BANDS_FROM) / BAND);
      for (let near = band - reach; near <= band + reach; near++) {
        if (leftEdge !== null) leftEdge[near] = Math.min(leftEdge[near] as number, x);
        if (rightEdge !== null) rightEdge[near] = Math.max(rightEdge[near] as number, x);
      }
    }
  }
}

function move(letter: readonly Float64Array[], dx: number, dy: number): void {
  for (const points of letter) {
    for (let i = 0; i < points.length; i += 2) {
      points[i] = (points[i] as number) + dx;
      points[i + 1] = (points[i + 1] as number) + dy;
    }
  }
}

/** Scales the contours into the picture and returns the height of a capital there. */
function place(
  contours: readonly Float64Array[],
  widthPx: number,
  heightPx: number,
  style: LayoutStyle,
  random: Random,
): number {
  const { left, top, right, bottom } = boundsOf(contours);
  const marginPx = Math.max(2, style.margin * heightPx);
  const roomX = widthPx - 2 * marginPx;
  const roomY = heightPx - 2 * marginPx;
  const tallest = Math.min(style.tallestCapital * heightPx, roomY / (bottom - top));
  const scaleX = Math.min(tallest, roomX / (right - left));
  const scaleY = Math.min(tallest, scaleX * style.mostStretch);
  // Anywhere along the free width, but near the middle of the height: eyes expect a line of text there.
  const freeX = roomX - scaleX * (right - left);
  const freeY = roomY - scaleY * (bottom - top);
  const offsetX = marginPx + freeX * (0.25 + 0.5 * random.float());
  const offsetY = marginPx + freeY * (0.35 + 0.3 * random.float());
  for (const points of contours) {
    for (let i = 0; i < points.length; i += 2) {
      points[i] = offsetX + scaleX * ((points[i] as number) - left);
      points[i + 1] = offsetY + scaleY * ((points[i + 1] as number) - top);
    }
  }
  return scaleY;
}
