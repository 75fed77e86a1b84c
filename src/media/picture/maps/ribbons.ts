import type { Random } from '../../../base/random.ts';
import type { Bits } from '../bits.ts';
import { markEdge } from './edge.ts';

/** Bent bands as wide as the strokes of letters. */
export interface Ribbons {
  readonly map: 'ribbons';
  /** Their number in a square of a capital's height. */
  readonly density: number;
  /** The width in heights of a capital, from and to. */
  readonly leastWidth: number;
  readonly mostWidth: number;
}

/** Marks the bands. */
export function markRibbons(bits: Bits, style: Ribbons, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const count = Math.round((style.density * widthPx * heightPx) / (capitalPx * capitalPx));
  for (let n = 0; n < count; n++) {
    // Spread along the width; anywhere in the height.
    const x = ((n + random.float()) * widthPx) / count;
    const y = heightPx * random.float();
    const length = capitalPx * (0.5 + 0.7 * random.float());
    const width =
      capitalPx * (style.leastWidth + random.float() * (style.mostWidth - style.leastWidth));
    const turn = 2 * random.float() - 1;
    const cos = (1 - turn * turn) / (1 + turn * turn);
    const sin = (2 * turn) / (1 + turn * turn);
    const bend = (random.float() - 0.5) * length * 0.8;
    markBand(bits, x, y, cos, sin, length, width, bend);
  }
}

const BAND_PIECES = 8;

/** A parabola with a width: points (s, bend * (1 - 4 s²/l²)) turned by an angle. */
function markBand(
  bits: Bits,
  x: number,
  y: number,
  cos: number,
  sin: number,
  length: number,
  width: number,
  bend: number,
): void {
  let firstX = 0;
  let firstY = 0;
  let lastX = 0;
  let lastY = 0;
  const total = 2 * (BAND_PIECES + 1);
  for (let i = 0; i < total; i++) {
    const isThere = i <= BAND_PIECES;
    const s = (isThere ? i : total - 1 - i) / BAND_PIECES - 0.5;
    const across = bend * (1 - 4 * s * s) + (isThere ? width / 2 : -width / 2);
    const along = s * length;
    const px = x + cos * along - sin * across;
    const py = y + sin * along + cos * across;
    if (i === 0) {
      firstX = px;
      firstY = py;
    } else markEdge(bits, lastX, lastY, px, py);
    lastX = px;
    lastY = py;
  }
  markEdge(bits, lastX, lastY, firstX, firstY);
}
