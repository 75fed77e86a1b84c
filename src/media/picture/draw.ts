import { createSeededRandom } from '../../base/random.ts';
import type { PictureJob } from '../job.ts';
import type { Font } from './glyphs.ts';
import { renderLayer } from './layers.ts';
import { layOut } from './layout.ts';
import type { Bitmap } from './png.ts';
import { rasterise } from './raster.ts';
import type { PictureStyle } from './styles.ts';

/** The sizes a picture may have, both ends included. */
export const PICTURE_LIMITS = {
  widthPx: { least: 120, most: 600 },
  heightPx: { least: 40, most: 240 },
  textLength: { least: 1, most: 12 },
} as const;

// As many tones as four bits hold: paper, ink and fourteen between them for the edges.
const TONES = 16;

/**
 * Draws a picture. The same job gives the same pixels in any thread and on any processor. Throws a
 * RangeError if the job is outside PICTURE_LIMITS, its seed has not 32 bytes or no font has one of
 * its characters.
 */
export function drawPicture(job: PictureJob, fonts: readonly Font[], style: PictureStyle): Bitmap {
  const { text, widthPx, heightPx } = job;
  // At most 600 × 240 = 144,000 px: the masks and fields of a drawing stay under 3 MB together.
  check('width', widthPx, PICTURE_LIMITS.widthPx);
  check('height', heightPx, PICTURE_LIMITS.heightPx);
  check('text length', text.length, PICTURE_LIMITS.textLength);

  const random = createSeededRandom(job.seed);
  const { contours, capitalPx } = layOut(
    text,
    fonts,
    widthPx,
    heightPx,
    style.layout,
    style.warp,
    random,
  );
  const { coverage } = rasterise(contours, widthPx, heightPx);
  for (const layer of style.layers) {
    exclude(coverage, renderLayer(layer, widthPx, heightPx, capitalPx, random).coverage);
  }
  const pixels = coverage.map((share) => Math.round((share * (TONES - 1)) / 255));
  return { widthPx, heightPx, palette: tonesBetween(style.paper, style.ink), pixels };
}

function check(what: string, value: number, limits: { least: number; most: number }): void {
  if (!Number.isInteger(value) || value < limits.least || value > limits.most) {
    throw new RangeError(`${what} is not an integer from ${limits.least} to ${limits.most}`);
  }
}

/** Exclusive or of two coverages, as if their edges crossed each pixel independently. */
function exclude(into: Uint8Array, layer: Uint8Array): void {
  for (let index = 0; index < into.length; index++) {
    const a = into[index] as number;
    const b = layer[index] as number;
    into[index] = Math.round((a * (255 - b) + b * (255 - a)) / 255);
  }
}

function tonesBetween(paper: number, ink: number): number[] {
  return Array.from({ length: TONES }, (_, tone) => {
    const part = (shift: number): number => {
      const from = (paper >> shift) & 255;
      const to = (ink >> shift) & 255;
      return Math.round(from + ((to - from) * tone) / (TONES - 1)) << shift;
    };
    return part(16) | part(8) | part(0);
  });
}
