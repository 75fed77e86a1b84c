import type { Random } from '../../base/random.ts';
import { type Bits, xorRow } from './bits.ts';
import { BAND_PX, type Letter } from './letters.ts';

/** How letters stand in a line; lengths in heights of a capital unless a name ends in Px. */
export interface LineStyle {
  /** What stays free on each side. */
  readonly marginPx: number;
  /** All letters lean by this many columns a row, like italics. */
  readonly lean: number;
  /** Each letter leans by up to this much more or less. */
  readonly slant: number;
  /** Letters are up to this share taller or shorter than drawn. */
  readonly stretch: number;
  /** The line rises by this much a letter, negative: falls. */
  readonly tilt: number;
  /** Letters leave the line by up to this much. */
  readonly rise: number;
  /** The distance to the letter before at the narrowest place. */
  readonly leastGap: number;
  readonly mostGap: number;
}

/** A letter where it stands. */
interface Placed {
  readonly letter: Letter;
  readonly top: number;
  readonly heightPx: number;
  /** Rows of the drawing to a row of the picture. */
  readonly rate: number;
  /** Columns to the left a row. */
  readonly slant: number;
  /** Where the middle row of the drawing begins. */
  left: number;
}

/** How far the box of a letter may reach into that of the letter before, so that L and T stay two. */
const MOST_TUCK = 0.12;

/** Letters may slant into the band above or below before they touch: rows are compared so far apart. */
const PROBE_PX = BAND_PX / 2;

/**
 * Lays letters side by side over a picture by exclusive or, somewhere in its width and near the middle
 * of its height. Each is leant and stretched anew: rows of a mask are moved and repeated as they are
 * copied, which costs nothing. What is too wide for the picture is pushed together.
 */
export function setLine(
  bits: Bits,
  letters: readonly Letter[],
  capitalPx: number,
  style: LineStyle,
  random: Random,
): void {
  const placed: Placed[] = [];
  const middle = (letters.length - 1) / 2;
  const drift = style.rise * (2 * random.float() - 1);
  for (let index = 0; index < letters.length; index++) {
    const tilt = style.tilt * (middle - index) + drift;
    placed.push(stand(letters[index] as Letter, bits.heightPx, capitalPx, tilt, style, random));
  }
  const excess =
    advance(placed, bits.heightPx, capitalPx, style, random) + 2 * style.marginPx - bits.widthPx;
  const start = style.marginPx + (excess < 0 ? -excess * random.float() : 0);
  const push = excess > 0 ? excess / Math.max(1, placed.length - 1) : 0;
  for (let index = 0; index < placed.length; index++) {
    copy(bits, placed[index] as Placed, start - index * push);
  }
}

function stand(
  letter: Letter,
  pictureHeightPx: number,
  capitalPx: number,
  tilt: number,
  style: LineStyle,
  random: Random,
): Placed {
  const most = pictureHeightPx - 2 * style.marginPx;
  const stretch = 1 + style.stretch * (2 * random.float() - 1);
  const heightPx = Math.floor(Math.min(most, letter.heightPx * stretch));
  const free = (pictureHeightPx - heightPx) / 2;
  const rise = capitalPx * (tilt + style.rise * (2 * random.float() - 1));
  const room = free - style.marginPx;
  const top = Math.round(free + Math.max(-room, Math.min(room, rise)));
  const slant = style.lean + style.slant * (2 * random.float() - 1);
  return { letter, top, heightPx, rate: letter.heightPx / heightPx, slant, left: 0 };
}

/** Sets `left` of each letter, the first one's as if the line began at 0, and returns the line's width. */
function advance(
  placed: readonly Placed[],
  pictureHeightPx: number,
  capitalPx: number,
  style: LineStyle,
  random: Random,
): number {
  // How far the line reaches in each band so far; one more on each side saves asking for the ends.
  const reach = new Float64Array(Math.ceil(pictureHeightPx / BAND_PX) + 2).fill(-1e9);
  let boxRight = 0;
  let right = 0;
  for (let index = 0; index < placed.length; index++) {
    const each = placed[index] as Placed;
    const { letter, top, heightPx, rate, slant } = each;
    const gap = capitalPx * (style.leastGap + random.float() * (style.mostGap - style.leastGap));
    let left = index === 0 ? Math.abs(slant) * heightPx * 0.5 : boxRight - MOST_TUCK * capitalPx;
    for (let row = 0; row < heightPx; row += PROBE_PX) {
      const band = Math.floor((top + row) / BAND_PX);
      const inked = letter.leftEdge[Math.floor((row * rate) / BAND_PX)] as number;
      const edge = inked + slant * (heightPx / 2 - row);
      const before = Math.max(
        reach[band] as number,
        reach[band + 1] as number,
        reach[band + 2] as number,
      );
      if (before - edge + gap > left) left = before - edge + gap;
    }
    each.left = left;
    for (let row = 0; row < heightPx; row += PROBE_PX) {
      const band = Math.floor((top + row) / BAND_PX) + 1;
      const inked = letter.rightEdge[Math.floor((row * rate) / BAND_PX)] as number;
      const edge = left + inked + slant * (heightPx / 2 - row);
      if (edge > (reach[band] as number)) reach[band] = edge;
      if (edge > right) right = edge;
    }
    boxRight = left + letter.widthPx;
  }
  return right;
}

function copy(bits: Bits, placed: Placed, offset: number): void {
  const { letter, top, heightPx, rate, slant, left } = placed;
  let x = left + offset + slant * (heightPx / 2) + 0.5;
  for (let row = 0; row < heightPx; row++, x -= slant) {
    const from = Math.floor((row + 0.5) * rate) * letter.stride;
    xorRow(bits, top + row, Math.floor(x), letter.words, from, letter.stride);
  }
}
