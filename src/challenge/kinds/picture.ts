import { constantTimeEqual } from '../../base/secrets.ts';
import { type NormaliseOptions, newAnswer, normalise } from '../answer.ts';
import type { Kind } from '../types.ts';

/** The size of the pictures, the length of their texts, and how exact an answer must be. */
export interface PictureOptions extends NormaliseOptions {
  readonly answerLength: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A distorted text to be typed. */
export function createPictureKind(options: PictureOptions): Kind {
  const { answerLength, widthPx, heightPx } = options;
  return {
    create: (random) => newAnswer(random, answerLength),
    job: (text, seeds, level) => ({
      kind: 'picture',
      text,
      level,
      epochSeed: seeds.epoch,
      seed: seeds.own,
      widthPx,
      heightPx,
    }),
    // An answer is its own normal form.
    check: (answer, guess) => constantTimeEqual(normalise(guess, options), answer),
  };
}
