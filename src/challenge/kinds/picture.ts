import { constantTimeEqual } from '../../base/secrets.ts';
import { type NormaliseOptions, newAnswer, normalise } from '../answer.ts';
import type { Kind } from '../types.ts';

/** The size of the pictures, the length of their texts, and how exact an answer must be. */
export interface PictureOptions extends NormaliseOptions {
  readonly answerLength: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The styles between which the service chooses. */
  readonly styles?: readonly string[];
}

/** A distorted text to be typed. */
export function createPictureKind(options: PictureOptions): Kind {
  const { answerLength, widthPx, heightPx } = options;
  return {
    answer: { type: 'text', length: answerLength },
    media: { type: 'image/png', widthPx, heightPx },
    ...(options.styles && { styles: options.styles }),
    create: (random) => newAnswer(random, answerLength),
    job: (text, seeds, { level, style }) => ({
      kind: 'picture',
      text,
      level,
      epochSeed: seeds.epoch,
      seed: seeds.own,
      widthPx,
      heightPx,
      ...(style !== undefined && { style }),
    }),
    // An answer is its own normal form.
    check: (answer, guess) => constantTimeEqual(normalise(guess, options), answer),
  };
}
