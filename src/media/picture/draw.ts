import type { PictureJob } from '../job.ts';
import type { Palette } from '../png-parts.ts';
import { type Bits, createBits, fill } from './bits.ts';
import type { Font } from './glyphs.ts';
import { setLine } from './line.ts';
import { markMap } from './maps.ts';
import { createRecentEpochs } from './recent-epochs.ts';
import { PICTURE_STYLES, type StyleName } from './styles.ts';

/** The sizes a picture may have, both ends included. */
export const PICTURE_LIMITS = {
  widthPx: { least: 120, most: 600 },
  heightPx: { least: 40, most: 240 },
  textLength: { least: 1, most: 12 },
} as const;

/** A drawing and its two colours. */
export interface Picture {
  readonly bits: Bits;
  readonly palette: Palette;
}

/** Draws the picture of a job. */
export type DrawPicture = (job: PictureJob) => Picture;

/**
 * Makes a function that draws pictures. The same job gives the same pixels in any thread and on any
 * processor: what is kept between pictures is only what follows from their epoch's seed. It throws a
 * RangeError if a job is outside PICTURE_LIMITS, a seed has not 32 bytes, no style has its name or
 * level, or no font has one of its characters.
 */
export function createDrawPicture(fonts: readonly Font[]): DrawPicture {
  const epochOf = createRecentEpochs(fonts);
  return (job) => {
    check(job);
    const { text, widthPx, heightPx } = job;
    const epoch = epochOf(job.epochSeed, { widthPx, heightPx, textLength: text.length });
    const random = epoch.chance(job.seed);
    const bits = createBits(widthPx, heightPx);
    const drawn = random.pick(epoch.styles);
    const style = PICTURE_STYLES[(job.style as StyleName | undefined) ?? drawn];
    for (const map of style.levels[job.level - 1] ?? []) {
      markMap(bits, map, epoch.capitalPx, random);
    }
    fill(bits);
    const letters = Array.from(text, (character) => random.pick(epoch.letters(character)));
    setLine(bits, letters, epoch.capitalPx, epoch.line, random);
    return { bits, palette: random.pick(epoch.palettes) };
  };
}

function check(job: PictureJob): void {
  // At most 600 × 240 = 144,000 px: a mask of 18 kB, and maps of at most a few thousand edges.
  checkSize('width', job.widthPx, PICTURE_LIMITS.widthPx);
  checkSize('height', job.heightPx, PICTURE_LIMITS.heightPx);
  checkSize('text length', job.text.length, PICTURE_LIMITS.textLength);
  if (job.seed.length !== 32) throw new RangeError('a seed has 32 bytes');
  if (![1, 2, 3].includes(job.level)) throw new RangeError('a level is 1, 2 or 3');
  if (job.style !== undefined && !Object.hasOwn(PICTURE_STYLES, job.style)) {
    throw new RangeError('a style that does not exist');
  }
}

function checkSize(what: string, value: number, limits: { least: number; most: number }): void {
  if (!Number.isInteger(value) || value < limits.least || value > limits.most) {
    throw new RangeError(`${what} is not an integer from ${limits.least} to ${limits.most}`);
  }
}
