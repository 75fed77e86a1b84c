import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';
import { drawSwing } from './swing.ts';

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

/** Marks the sides of the stripes. */
export function markWaves(bits: Bits, style: Waves, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const step = style.step * capitalPx;
  const lean = style.lean * (2 * random.float() - 1);
  const most = style.swing * step;
  const swing = drawSwing(heightPx, (0.35 + 0.3 * random.float()) * capitalPx, most, random);
  // The same even number of sides lies left of the picture in every row, so that rows agree.
  const reach = (Math.abs(lean) * heightPx) / 2 + most;
  const left = -2 * step * (Math.ceil(reach / (2 * step)) + random.float());
  for (let y = 0; y < heightPx; y++) {
    let x = left + (swing[y] as number) + lean * (y - heightPx / 2);
    for (; x < widthPx; x += step) toggle(bits, Math.ceil(x), y);
  }
}
