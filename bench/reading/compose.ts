import { createImage, paste, type RgbImage } from '../support/rgb-image.ts';
import { drawNumeral, NUMERAL_HEIGHT_PX } from './numerals.ts';

/** The colours of the page behind the pictures and of the numbers on it, as 0xRRGGBB. */
export interface Page {
  readonly paper: number;
  readonly ink: number;
}

// A sheet is shown at its real size on any screen, and no viewer scales it down: four columns and
// five rows of pictures of 240 × 80 px.
const MOST_WIDTH_PX = 1050;
const MOST_HEIGHT_PX = 600;
const GAP_PX = 14;
const LABEL_PX = NUMERAL_HEIGHT_PX + 4;

/**
 * Lays pictures of one size out on as many sheets as they need, numbered from 1 in reading order.
 * Pictures keep their pixels and colours. Throws a RangeError if the sizes differ.
 */
export function composeSheets(pictures: readonly RgbImage[], page: Page): RgbImage[] {
  const { widthPx = 1, heightPx = 1 } = pictures[0] ?? {};
  if (pictures.some((other) => other.widthPx !== widthPx || other.heightPx !== heightPx)) {
    throw new RangeError('the pictures of a sheet have one size');
  }
  const cell = { widthPx: widthPx + GAP_PX, heightPx: heightPx + LABEL_PX + GAP_PX };
  const columns = Math.max(1, Math.floor((MOST_WIDTH_PX - GAP_PX) / cell.widthPx));
  const rows = Math.max(1, Math.floor((MOST_HEIGHT_PX - GAP_PX) / cell.heightPx));

  const sheets: RgbImage[] = [];
  for (let start = 0; start < pictures.length; start += columns * rows) {
    const shown = pictures.slice(start, start + columns * rows);
    const sheet = createImage(
      GAP_PX + Math.min(columns, shown.length) * cell.widthPx,
      GAP_PX + Math.ceil(shown.length / columns) * cell.heightPx,
      page.paper,
    );
    shown.forEach((picture, index) => {
      const leftPx = GAP_PX + (index % columns) * cell.widthPx;
      const topPx = GAP_PX + Math.floor(index / columns) * cell.heightPx;
      paste(sheet, drawNumeral(start + index + 1, page.ink, page.paper), leftPx, topPx);
      paste(sheet, picture, leftPx, topPx + LABEL_PX);
    });
    sheets.push(sheet);
  }
  return sheets;
}
