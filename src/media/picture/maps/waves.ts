import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';

/** Stripes that swing from side to side as they go down. */
export interface Waves {
  readonly map: 'waves';
  /** The width of a stripe in heights of a capital. */
  readonly step: number;
  /** All stripes lean by up to this many columns a row. */
  readonly lean: number;
  /** How far they swing, in steps. */
  readonly swing: number;
}

const KNOTS = 16;

/** Marks the sides of the stripes. */
export function markWaves(bits: Bits, style: Waves, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const step = style.step * capitalPx;
  const lean = style.lean * (2 * random.float() - 1);
  const knots = new Float64Array(KNOTS + 1);
  for (let i = 0; i <= KNOTS; i++) knots[i] = (2 * random.float() - 1) * style.swing * step;
  const knotPx = Math.max((0.35 + 0.3 * random.float()) * capitalPx, heightPx / KNOTS);
  // The same even number of sides lies left of the picture in every row, so that rows agree.
  const reach = (Math.abs(lean) * heightPx) / 2 + style.swing * step;
  const left = -2 * step * (Math.ceil(reach / (2 * step)) + random.float());
  for (let y = 0; y < heightPx; y++) {
    const knot = Math.floor(y / knotPx);
    const t = y / knotPx - knot;
    const from = knots[knot] as number;
    const swing = from + ((knots[knot + 1] as number) - from) * t * t * (3 - 2 * t);
    for (let x = left + swing + lean * (y - heightPx / 2); x < widthPx; x += step) {
      toggle(bits, Math.ceil(x), y);
    }
  }
}
