import { createMotionKind, MOTION_ANSWER_LENGTH } from '../challenge/kinds/motion.ts';
import { createPictureKind } from '../challenge/kinds/picture.ts';
import { createSoundKind } from '../challenge/kinds/sound.ts';
import { workKind } from '../challenge/kinds/work.ts';
import type { Kinds } from '../challenge/kinds.ts';
import type { Config } from '../config/config.ts';
import { MOTION_SIZE } from '../media/motion/draw.ts';
import { PICTURE_STYLES } from '../media/picture/styles.ts';
import type { Languages } from '../media/sound/languages.ts';

/** Every kind there is, as configured: where what is asked meets what can be rendered. */
export function createKinds(config: Config, languages: Languages): Kinds {
  const { caseSensitive } = config;
  return {
    picture: createPictureKind({
      answerLength: config.answerLength,
      widthPx: config.pictureWidthPx,
      heightPx: config.pictureHeightPx,
      caseSensitive,
      styles: Object.keys(PICTURE_STYLES),
    }),
    motion: createMotionKind({
      answerLength: MOTION_ANSWER_LENGTH,
      ...MOTION_SIZE,
      caseSensitive,
    }),
    sound: createSoundKind({ digits: config.soundDigits, languageFor: languages.choose }),
    work: workKind,
  };
}
