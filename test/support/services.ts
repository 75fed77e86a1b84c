import { createMotionKind } from '../../src/challenge/kinds/motion.ts';
import { createPictureKind, type PictureOptions } from '../../src/challenge/kinds/picture.ts';
import { createSoundKind } from '../../src/challenge/kinds/sound.ts';
import { workKind } from '../../src/challenge/kinds/work.ts';
import type { Kinds } from '../../src/challenge/kinds.ts';
import type { ServicesOptions } from '../../src/compose/services.ts';
import { MOTION_SIZE } from '../../src/media/motion/draw.ts';
import { findLanguages } from '../../src/media/sound/languages.ts';

/** What the services of the domain are set to by default. Nothing is made ahead of need. */
export const SETTINGS = {
  epochMs: 3_600_000,
  challengeTtlMs: 120_000,
  tokenTtlMs: 300_000,
  leastSolveMs: 1500,
  band: { least: 0.6, most: 1 },
  pictureLevel: 2,
  pictureStock: 0,
} satisfies Partial<ServicesOptions>;

/** The kinds of challenges as they are by default, with pictures as a test wants them. */
export function createTestKinds(picture: Partial<PictureOptions> = {}): Kinds {
  const text = { caseSensitive: false };
  return {
    picture: createPictureKind({
      answerLength: 6,
      widthPx: 240,
      heightPx: 80,
      ...text,
      ...picture,
    }),
    motion: createMotionKind({ answerLength: 4, ...MOTION_SIZE, ...text }),
    sound: createSoundKind({ digits: 6, languageFor: findLanguages().choose }),
    work: workKind,
  };
}
