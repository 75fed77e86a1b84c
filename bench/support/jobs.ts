import { createSeededRandom } from '../../src/base/random.ts';
import { deriveEpochSeed, deriveSeed } from '../../src/base/secrets.ts';
import { newAnswer } from '../../src/challenge/answer.ts';
import type { Level, PictureJob } from '../../src/media/job.ts';
import { PICTURE_STYLES } from '../../src/media/picture/styles.ts';

/** The mixture that the service serves: each picture's seed chooses its style. */
export const SERVED = 'served';

/** What can be asked for: the mixture, or one style. */
export const STYLE_CHOICES: readonly string[] = [SERVED, ...Object.keys(PICTURE_STYLES)];

/** Every level, the easiest first. */
export const LEVELS: readonly Level[] = [1, 2, 3];

/** Which pictures a benchmark draws: equal sets are equal pictures. */
export interface PictureSet {
  /** One of {@link STYLE_CHOICES}. */
  readonly style: string;
  readonly level: Level;
  /** Stands for the SECRET_KEY of a server. */
  readonly key: string;
  /** The number of the epoch. */
  readonly epoch: number;
  /** Chooses the answers and the pictures. Any text. */
  readonly seed: string;
  readonly answerLength: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The first `count` jobs of a set. Sets that differ in anything have unrelated answers: whoever has
 * read one knows nothing of the next.
 */
export function createJobs(set: PictureSet, count: number): PictureJob[] {
  const { style, level, key, epoch, seed, answerLength, widthPx, heightPx } = set;
  const own = [seed, style, level, epoch, answerLength, widthPx, heightPx].map(String);
  const random = createSeededRandom(deriveSeed(key, 'benchmark answers', ...own));
  return Array.from({ length: count }, (_, index) => ({
    kind: 'picture',
    text: newAnswer(random, answerLength),
    level,
    epochSeed: deriveEpochSeed(key, epoch),
    seed: deriveSeed(key, 'benchmark picture', ...own, String(index)),
    ...(style === SERVED ? {} : { style }),
    widthPx,
    heightPx,
  }));
}
