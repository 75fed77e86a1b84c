import { constantTimeEqual } from '../../base/secrets.ts';
import { newDigits, normaliseDigits } from '../digits.ts';
import type { Kind } from '../types.ts';

/** How many digits are said. */
export interface SoundOptions {
  /**
   * Six is usual. Blind guesses are right once in 10^digits, which limits already make hopeless with
   * five; but a program that hears most digits and not all loses with each one more than a person does.
   */
  readonly digits: number;
  /** The language that is spoken to somebody who wishes this one (BCP 47). */
  languageFor(wish: string | undefined): string;
}

/** Digits that voices say amid others. All of them must be right. */
export function createSoundKind({ digits, languageFor }: SoundOptions): Kind {
  return {
    answer: { type: 'digits', length: digits },
    media: { type: 'audio/wav' },
    languageFor,
    create: (random) => newDigits(random, digits),
    job: (answer, seeds, { level, language = 'en' }) => ({
      kind: 'sound',
      digits: answer,
      language,
      level,
      seed: seeds.own,
    }),
    // An answer is its own normal form.
    check: (answer, guess) => constantTimeEqual(normaliseDigits(guess), answer),
  };
}
