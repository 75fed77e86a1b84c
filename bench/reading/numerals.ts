import { createImage, type RgbImage } from '../support/rgb-image.ts';

// Three by five pixels a digit, as bits of a row each. Not the letters of the pictures: a number must
// not change with the drawing, nor lend its reader the shapes of a font.
const DIGITS = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 2, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;

const DOT_PX = 2;
const ADVANCE_PX = 4 * DOT_PX;

/** How high every numeral is. */
export const NUMERAL_HEIGHT_PX = 5 * DOT_PX;

/** A natural number in colours as 0xRRGGBB. */
export function drawNumeral(value: number, ink: number, paper: number): RgbImage {
  const digits = Array.from(String(value), Number);
  const image = createImage(digits.length * ADVANCE_PX, NUMERAL_HEIGHT_PX, paper);
  const dot = [ink >> 16, (ink >> 8) & 255, ink & 255];
  for (let y = 0; y < image.heightPx; y++) {
    for (let x = 0; x < image.widthPx; x++) {
      const row =
        DIGITS[digits[Math.floor(x / ADVANCE_PX)] as number]?.[Math.floor(y / DOT_PX)] ?? 0;
      // The fourth column of a digit is the gap to the next.
      const column = Math.floor((x % ADVANCE_PX) / DOT_PX);
      if (column < 3 && (row >> (2 - column)) & 1)
        image.pixels.set(dot, 3 * (y * image.widthPx + x));
    }
  }
  return image;
}
