import type { MotionJob } from '../job.ts';
import { type Bits, createBits, fill } from '../picture/bits.ts';
import type { LetterSizes } from '../picture/epoch.ts';
import type { Font } from '../picture/glyphs.ts';
import { setLine } from '../picture/line.ts';
import { markMap } from '../picture/maps.ts';
import { createRecentEpochs } from '../picture/recent-epochs.ts';
import type { Palette } from '../png-parts.ts';
import { layBricks } from './bricks.ts';
import { moveGrain } from './grain.ts';
import { MOTION_MAPS } from './levels.ts';

/**
 * What flashes on less than 21,824 CSS pixels is small enough for everybody's safety, however it
 * flashes (WCAG 2.3.1, "small safe area": a quarter of 341 × 256): 240 × 90 are 21,600.
 */
export const MOTION_SIZE = { widthPx: 240, heightPx: 90 } as const;

/** 20 frames of 40 ms: 25 a second, and a round of 0.8 s. So many fit into 60 kB. */
export const MOTION_FRAMES = 20;
export const FRAME_MS = 40;

/** Both ends included. Letters of a longer text would be narrower than a moving edge can show. */
const MOTION_TEXT_LENGTH = { least: 1, most: 6 } as const;

/** Large, for strokes of a dozen pixels, and apart: people see outlines in motion less sharply than in ink. */
const LETTERS: LetterSizes = { capital: [0.78, 0.84], width: [0.8, 0.86], gap: [0.1, 0.15] };

/** An animation, its two colours, and what moves which way. */
export interface Animation {
  readonly frames: readonly Bits[];
  readonly palette: Palette;
  /** One inside of letters: what the frames are to show and to hide. */
  readonly letters: Bits;
}

/** Draws the animation of a job. */
export type DrawMotion = (job: MotionJob) => Animation;

/**
 * Makes a function that draws animations. The same job gives the same pixels in any thread. It throws
 * a RangeError if a text is too short or too long, a seed has not 32 bytes, a level does not exist, or
 * no font has a character.
 */
export function createDrawMotion(fonts: readonly Font[]): DrawMotion {
  const epochOf = createRecentEpochs(fonts, LETTERS);
  return (job) => {
    check(job);
    const map = MOTION_MAPS[job.level - 1];
    if (map === undefined) throw new RangeError('a level is 1, 2 or 3');
    const epoch = epochOf(job.epochSeed, { ...MOTION_SIZE, textLength: job.text.length });
    const random = epoch.chance(job.seed);
    const directions = createBits(MOTION_SIZE.widthPx, MOTION_SIZE.heightPx);
    markMap(directions, map, epoch.capitalPx, random);
    fill(directions);
    const letters = createBits(MOTION_SIZE.widthPx, MOTION_SIZE.heightPx);
    const drawings = Array.from(job.text, (character) => random.pick(epoch.letters(character)));
    setLine(letters, drawings, epoch.capitalPx, epoch.line, random);
    for (const [index, word] of letters.words.entries()) {
      directions.words[index] = (directions.words[index] as number) ^ word;
    }
    const courses = Array.from({ length: MOTION_FRAMES }, () =>
      layBricks(directions.stride, directions.heightPx, random),
    );
    const frames = moveGrain(directions, courses, random);
    return { frames, palette: random.pick(epoch.palettes), letters };
  };
}

function check({ text, seed }: MotionJob): void {
  const { least, most } = MOTION_TEXT_LENGTH;
  if (text.length < least || text.length > most) {
    throw new RangeError(`a text has ${least} to ${most} characters`);
  }
  if (seed.length !== 32) throw new RangeError('a seed has 32 bytes');
}
