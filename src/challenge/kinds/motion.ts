import { constantTimeEqual } from '../../base/secrets.ts';
import { type NormaliseOptions, newAnswer, normalise } from '../answer.ts';
import type { Kind } from '../types.ts';

/** The length of the texts, and how exact an answer must be. */
export interface MotionOptions extends NormaliseOptions {
  /** 1 to 6. */
  readonly answerLength: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Four characters are as large as 240 px allow, and motion shows only large ones: 15^4 = 50,625
 * answers. There is one guess a challenge, so guessing takes 35,000 challenges for an even chance of
 * one right answer.
 */
export const MOTION_ANSWER_LENGTH = 4;

/** A text to be typed that shows only while it moves. */
export function createMotionKind(options: MotionOptions): Kind {
  const { answerLength, widthPx, heightPx } = options;
  return {
    answer: { type: 'text', length: answerLength },
    media: { type: 'image/png', widthPx, heightPx },
    create: (random) => newAnswer(random, answerLength),
    job: (text, seeds, { level }) => ({
      kind: 'motion',
      text,
      level,
      epochSeed: seeds.epoch,
      seed: seeds.own,
    }),
    // An answer is its own normal form.
    check: (answer, guess) => constantTimeEqual(normalise(guess, options), answer),
  };
}
