import type { Random } from '../../../base/random.ts';
import { type Bits, toggle } from '../bits.ts';
import { drawSwing } from './swing.ts';

/** Stripes that swing to the side as they go down, each a little otherwise than the next: a curtain. */
export interface Folds {
  readonly map: 'folds';
  /** The width of a stripe in heights of a capital. */
  readonly step: number;
  /** Stripes lean by up to this many columns a row, and by half as much more at one end than the other. */
  readonly lean: number;
  /** How far they swing, in steps. */
  readonly swing: number;
}

/** Every sixth side swings by itself and draws its neighbours along, so that none crosses another. */
const SIDES_BETWEEN = 6;

/** Marks the sides of the stripes. */
export function markFolds(bits: Bits, style: Folds, capitalPx: number, random: Random): void {
  const { widthPx, heightPx } = bits;
  const step = style.step * capitalPx;
  const most = style.swing * step;
  const lean = style.lean * (2 * random.float() - 1);
  const spread = 0.5 * style.lean * (2 * random.float() - 1);
  const knotPx = (0.5 + 0.3 * random.float()) * capitalPx;
  // The same even number of sides begins left of the picture in every row, so that rows agree.
  const reach = ((Math.abs(lean) + Math.abs(spread)) * heightPx) / 2 + most;
  const left = -2 * step * (Math.ceil(reach / (2 * step)) + random.float());
  const spans = Math.ceil((widthPx + reach - left) / (SIDES_BETWEEN * step));
  let from = drawSwing(heightPx, knotPx, most, random);
  for (let span = 0; span < spans; span++) {
    const to = drawSwing(heightPx, knotPx, most, random);
    const begin = left + span * SIDES_BETWEEN * step;
    const slope = lean + spread * ((2 * span) / spans - 1);
    const gain = (2 * spread) / spans;
    for (let y = 0; y < heightPx; y++) {
      const down = y - heightPx / 2;
      let x = begin + (from[y] as number) + slope * down;
      const stride = step + ((to[y] as number) - (from[y] as number) + gain * down) / SIDES_BETWEEN;
      for (let side = 0; side < SIDES_BETWEEN; side++, x += stride) toggle(bits, Math.ceil(x), y);
    }
    from = to;
  }
}
