import type { Random } from '../../base/random.ts';
import { type Bits, createBits, toggle } from './bits.ts';
import type { Font } from './glyphs.ts';
import { rasterise } from './raster.ts';
import { boundsOf, type WarpStyle, warpContours } from './warp.ts';

/** One drawing of one character: its mask, and how far its ink reaches. */
export interface Letter extends Bits {
  /**
   * The first column with ink and the column after the last one, in bands of BAND_PX rows; a band
   * without ink reaches inwards past everything. By them letters are set as close as their shapes
   * allow, so that no gap tells a solver where to cut.
   */
  readonly leftEdge: Int16Array;
  readonly rightEdge: Int16Array;
}

/** How the letters of an epoch are made. */
export interface LetterStyle {
  /** The height of a capital. */
  readonly capitalPx: number;
  /** Wider letters are made narrower. */
  readonly mostWidthPx: number;
  /** Each drawing is turned by up to this far to either side. */
  readonly rotationDegrees: number;
  /** Each drawing is larger or smaller by up to this share. */
  readonly sizeJitter: number;
  /** Bends each drawing a little, in heights of a capital. */
  readonly warp: WarpStyle;
}

export const BAND_PX = 8;

/** Draws one character. Throws a RangeError if the font lacks it. */
export function drawLetter(
  font: Font,
  character: string,
  style: LetterStyle,
  random: Random,
): Letter {
  const glyph = font.get(character);
  if (glyph === undefined) throw new RangeError('a character that the font lacks');
  const turned = turn(glyph.contours, style, random);
  warpContours(turned, boundsOf(turned), style.warp, random);
  const { left, top, right, bottom } = boundsOf(turned);
  const scale = style.capitalPx * (1 + style.sizeJitter * (2 * random.float() - 1));
  const scaleX = Math.min(scale, style.mostWidthPx / (right - left));
  const placed = turned.map((points) =>
    points.map((at, i) => (i % 2 === 0 ? (at - left) * scaleX : (at - top) * scale)),
  );
  const widthPx = Math.ceil((right - left) * scaleX);
  const heightPx = Math.ceil((bottom - top) * scale);
  return pack(rasterise(placed, widthPx, heightPx).coverage, widthPx, heightPx);
}

function turn(
  contours: readonly Float64Array[],
  style: LetterStyle,
  random: Random,
): Float64Array[] {
  // The rational parametrisation of the circle: a rotation exact to rounding without sine and cosine,
  // whose last bits are up to the engine.
  const t = (style.rotationDegrees * (2 * random.float() - 1) * Math.PI) / 360;
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  return contours.map((points) =>
    points.map((at, i) =>
      i % 2 === 0
        ? cos * at - sin * (points[i + 1] as number)
        : sin * (points[i - 1] as number) + cos * at,
    ),
  );
}

function pack(coverage: Uint8Array, widthPx: number, heightPx: number): Letter {
  const mask = createBits(widthPx, heightPx);
  const bands = Math.ceil(heightPx / BAND_PX);
  const leftEdge = new Int16Array(bands).fill(widthPx);
  const rightEdge = new Int16Array(bands);
  for (let y = 0, index = 0; y < heightPx; y++) {
    const band = Math.floor(y / BAND_PX);
    for (let x = 0; x < widthPx; x++, index++) {
      if ((coverage[index] as number) < 128) continue;
      // A mask that is never filled: a mark is a pixel.
      toggle(mask, x, y);
      if (x < (leftEdge[band] as number)) leftEdge[band] = x;
      if (x >= (rightEdge[band] as number)) rightEdge[band] = x + 1;
    }
  }
  return { ...mask, leftEdge, rightEdge };
}
